import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { avatarctl } from '../../support/command-line.ts'
import { type Colleague, fiveColleagues, makeCompany, snapshot } from '../../support/company.ts'
import { preparedFolder } from '../../support/temporary-folder.ts'

describe('avatarctl vault forget', () => {
  let people: Colleague[]
  const home = preparedFolder(async () => {
    people = await fiveColleagues()
    await makeCompany(home.join('company'), people)
    await run('sync', '-d', 'folder:company', '--replace', 'all', '--yes')
    await run('sync', '-d', 'folder:company', '--size', '64')
  })
  const run = (...args: string[]) => avatarctl(args, { home: home.path })

  function photoOf(id: string): Buffer {
    return Buffer.from(people.find((one) => one.id === id)?.photo?.bytes ?? [])
  }

  /** Every byte that lies in the data folder. */
  async function everything(): Promise<Buffer> {
    const entries = await readdir(home.join('data'), { recursive: true, withFileTypes: true })
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`)
    return Buffer.concat(await Promise.all(files.map((file) => readFile(file))))
  }

  it('erases pictures, names and notes; nothing of them is left in any file', async () => {
    const photo = photoOf('2')
    const hash = await snapshot(home.join('data', 'vault', 'originals'))
    const before = await everything()
    for (const trace of ['grace@example.com', 'Hopper', photo]) expect(before.includes(trace)).to.equal(true)
    const { code, json } = await run('vault', 'forget', 'Grace@Example.com', '--yes', '--json')
    expect(code).to.equal(0)
    expect(json<{ people: { id: string }[] }>().people.map(({ id }) => id)).to.deep.equal(['2'])
    const bytes = await everything()
    for (const trace of ['grace@example.com', 'Hopper', photo])
      expect(bytes.includes(trace), String(trace)).to.equal(false)
    const left = Object.keys(await snapshot(home.join('data', 'vault', 'originals'))).length
    expect(left).to.be.lessThan(Object.keys(hash).length)
    expect((await run('vault', 'verify', '--read-data')).code).to.equal(0)
    expect((await run('vault', 'forget', 'grace@example.com', '--yes')).code).to.equal(2)
  })

  it('erases what services have answered, which may be pictures of anybody', async () => {
    const answers = home.join('cache', 'responses')
    await mkdir(answers, { recursive: true })
    await writeFile(home.join('cache', 'responses', 'answer'), 'a face')
    expect((await run('vault', 'forget', 'nobody@example.com', '--yes')).code).to.equal(2)
    expect(await readdir(answers)).to.deep.equal(['answer'])
    await run('vault', 'forget', 'grace@example.com', '--yes')
    expect(await readdir(home.join('cache'))).to.not.include('responses')
  })

  it('keeps the history, without saying to whom, and everybody else can be restored', async () => {
    const runs = (await run('runs', 'list', '--json')).json<{ runs: { id: string; changes: object }[] }>()
      .runs
    await run('vault', 'forget', 'grace@example.com', '--yes')
    const after = (await run('runs', 'list', '--json')).json<{ runs: { id: string; changes: object }[] }>()
      .runs
    expect(after).to.deep.equal(runs)
    const restored = await run('restore', '-d', 'folder:company', '--all', '--json')
    expect(restored.code).to.equal(0)
    const photos = await snapshot(home.join('company', 'photos'))
    expect(photos).to.have.property('4.jpg')
    const timed = await run(
      'restore',
      '-d',
      'folder:company',
      '--at',
      '2020-01-01T00:00:00Z',
      '--dry-run',
      '--json',
    )
    expect(timed.stdout).to.not.contain('forgotten')
  })

  it('keeps a picture that somebody else has too', async () => {
    const bytes = photoOf('2')
    const twins = ['a', 'b'].map((id) => ({
      ...{ id, name: `Twin ${id}`, email: `${id}@example.com`, photo: { file: `${id}.png`, bytes } },
    }))
    await makeCompany(home.join('twins'), twins)
    await run('backup', '-d', 'folder:twins')
    await run('vault', 'forget', 'a@example.com', '--yes')
    expect((await run('vault', 'verify', '--read-data')).code).to.equal(0)
    expect((await everything()).includes(bytes)).to.equal(true)
  })

  it('asks, and without a terminal does nothing without --yes', async () => {
    const before = await snapshot(home.join('data', 'vault'))
    const { code, stderr } = await run('vault', 'forget', 'grace@example.com')
    expect(code).to.equal(2)
    expect(stderr).to.contain('Grace Hopper').and.contain('would be lost')
    expect(await snapshot(home.join('data', 'vault'))).to.deep.equal(before)
  })

  it('does not guess when an id is several people', async () => {
    const others = people.map(({ email: _, ...rest }) => rest)
    await makeCompany(home.join('other'), others)
    await run('backup', '-d', 'folder:other')
    const { code, stderr } = await run('vault', 'forget', '2', '--yes')
    expect(code).to.equal(2)
    expect(stderr).to.contain('several people').and.contain('--in')
    expect(
      (await run('vault', 'forget', '2', '--in', `folder:${home.join('other')}`, '--yes')).code,
    ).to.equal(0)
  })
})
