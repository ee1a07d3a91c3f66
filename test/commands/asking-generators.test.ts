import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import sharp from 'sharp'
import { gravatar, hashesOf, serve } from '../../packages/generator-gravatar/test/service.ts'
import { serve as serveRobots } from '../../packages/generator-robohash/test/service.ts'
import { avatarctl, repository } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('commands with a generator that asks a service', function () {
  this.timeout(60_000)
  const home = temporaryFolder()

  async function generate(plugin: string, ...args: string[]) {
    const folder = path.join(repository, 'packages', plugin)
    await avatarctl(['plugins', 'link', folder], { home: home.path })
    const ended = await avatarctl(['generate', '-o', 'faces', '--json', ...args], { home: home.path })
    return { code: ended.code, ...ended.json<Made>() }
  }

  it('give who has no photo the next image of the chain, and nobody another one because of an outage', async () => {
    const names = ['ada', 'bob', 'eve']
    const people = names.map((name) => ({ id: name, name, email: `${name}@example.com` }))
    await writeFile(home.join('people.json'), JSON.stringify([...people, { id: 'zoe', name: 'zoe' }]))
    const answer = gravatar({ 'ada@example.com': 'g' })
    const [eve] = hashesOf('eve@example.com')
    await using service = await serve((url) =>
      url.pathname.endsWith(eve!) ? { status: 503, headers: { 'retry-after': '0' } } : answer(url),
    )
    const { code, files, failed } = await generate(
      ...['generator-gravatar', '--from', 'people.json', '-g', 'gravatar,initials'],
      ...['--option', `gravatar.baseUrl=${service.baseUrl}`],
    )
    expect(Object.fromEntries(files.map(({ person, generator }) => [person.id, generator]))).to.deep.equal({
      ada: 'gravatar',
      bob: 'initials',
      zoe: 'initials',
    })
    expect(failed.map(({ person, generator }) => [person.id, generator])).to.deep.equal([['eve', 'gravatar']])
    expect(failed[0]?.error.message).to.match(/failed: 127\.0\.0\.1:\d+ answered 503$/)
    expect(code).to.equal(3)
    expect(service.asked.join()).to.not.include('@').and.not.include('example')
  })

  it('make a JPEG of a robot with white around it, and ask for no robot twice', async () => {
    await using service = await serveRobots()
    const wanted = ['--seed', 'ada@example.com', '-g', 'robohash', '--format', 'jpeg', '--size', '64']
    const options = ['--option', `robohash.baseUrl=${service.baseUrl}`, '--option', 'robohash.sets=set1,set4']
    const { files } = await generate('generator-robohash', ...wanted, ...options)
    const corner = await sharp(await readFile(files[0]!.path))
      .extract({ left: 0, top: 0, width: 1, height: 1 })
      .raw()
      .toBuffer()
    expect([...corner]).to.deep.equal([255, 255, 255])
    await generate('generator-robohash', ...wanted, ...options)
    expect(service.asked.map(({ query }) => query)).to.deep.equal([{ sets: 'set1,set4', size: '64x64' }])
  })

  it('say once that there is no SVG of photos, and for each person in JSON', async () => {
    await using service = await serve(gravatar({ 'ada@example.com': 'g', 'bob@example.com': 'g' }))
    const wanted = [
      '--seed',
      'ada@example.com',
      '--seed',
      'bob@example.com',
      '-g',
      'gravatar',
      '--format',
      'svg',
    ]
    const options = ['--option', `gravatar.baseUrl=${service.baseUrl}`]
    const { code, failed } = await generate('generator-gravatar', ...wanted, ...options)
    expect(failed.map(({ error }) => error.message)).to.deep.equal(
      Array(2).fill('gravatar makes pixels and no SVG; ask for --format png or jpeg'),
    )
    expect(code).to.equal(3)
    const told = await avatarctl(['generate', '-o', 'faces', ...wanted, ...options], { home: home.path })
    expect(told.stdout).to.match(
      /^✖ gravatar makes pixels and no SVG; ask for --format png or jpeg \(2 people\)\n0 images, 2 failed/,
    )
  })

  it('refuse a colour for robots that have none', async () => {
    const options = ['--option', 'robohash.colour=blue', '--option', 'robohash.set=set4']
    const { code, error } = await generate('generator-robohash', '--seed', 'x', '-g', 'robohash', ...options)
    expect(code).to.equal(2)
    expect(error?.message).to.include('"set4"').and.include('only the robots of set1 come in a colour')
  })
})

interface Made {
  files: { person: { id: string }; generator: string; path: string }[]
  failed: { person: { id: string }; generator: string; error: { message: string } }[]
  error?: { message: string }
}
