import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { avatarctl, repository } from '../support/command-line.ts'
import { writeDirectory } from '../support/hostile-directories.ts'
import { makeCompany } from '../support/company.ts'
import { linkPlugins, type PluginParts, writePlugin } from '../support/hostile-plugins.ts'
import { blackPng } from '../images/sample-images.ts'
import { writePackage } from '../support/made-up-package.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

const svg = (inside: string, more = '') => `<svg xmlns="http://www.w3.org/2000/svg" ${more}>${inside}</svg>`
const text = (content: string) => `return { bytes: new TextEncoder().encode(${JSON.stringify(content)}) }`
const raw = (bytes: Buffer) => `return { bytes: Buffer.from('${bytes.toString('base64')}', 'base64') }`

describe('commands with a plugin that misbehaves', function () {
  this.timeout(60_000)
  const home = temporaryFolder()

  async function link(name: string, parts: PluginParts): Promise<void> {
    await writePlugin(home.join('plugins'), name, parts)
    await linkPlugins(home.join('data'), home.join('plugins'), [name])
  }

  /** `generate` for people with these ids. */
  async function generate(ids: readonly string[], ...args: string[]) {
    await writeFile(home.join('people.json'), JSON.stringify(ids.map((id) => ({ id, name: `Ada ${id}` }))))
    const how = ['--from', 'people.json', '-g', 'robots', '-o', 'out', '--json', ...args]
    const ended = await avatarctl(['generate', ...how], { home: home.path })
    const { files, failed } = ended.json<{
      files: { person: { id: string } }[]
      failed: { person: { id: string }; generator: string; error: { message: string } }[]
    }>()
    return {
      code: ended.code,
      stderr: ended.stderr,
      files: files.map(({ person }) => person.id),
      failed: Object.fromEntries(failed.map(({ person, error }) => [person.id, error.message])),
    }
  }

  it('fail for each image that is none or not safe, with a sentence, and serve everybody else', async () => {
    const png = await picture('red')
    const cases: Record<string, [misdeed: string, says: RegExp]> = {
      page: [
        text('<!doctype html><html><body>Not found</body></html>'),
        /^robots made an image that cannot be used: that is a web page \(HTML\), not an image$/,
      ],
      file: [text(svg('<image href="file:///etc/passwd"/>')), /<image>, which is not a shape$/],
      address: [
        text(svg('<rect fill="url(https://x.example/a)"/>')),
        /reference to something outside in fill/,
      ],
      entity: [text('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg('&a;')), /a DOCTYPE/],
      half: [raw(png.subarray(0, png.length / 2)), /^robots made an image that cannot be used: the PNG is /],
      bomb: [raw(blackPng(6_000, 5_000)), /claims 6000 x 5000 pixels; the limit is 25 megapixels$/],
      huge: [
        text(svg('<rect width="9" height="9"/>', 'width="16000" height="16000"')),
        /claims 16000 x 16000 pixels; the limit is 25 megapixels$/,
      ],
    }
    const misdeeds = Object.fromEntries(Object.entries(cases).map(([id, [misdeed]]) => [id, misdeed]))
    await link('robots', { misdeeds })
    const { code, files, failed } = await generate(['ada', ...Object.keys(cases), 'grace'])
    expect(code).to.equal(3)
    expect(files).to.deep.equal(['ada', 'grace'])
    for (const [id, [, says]] of Object.entries(cases)) expect(failed[id], id).to.match(says)
  })

  it('name the plugin that died, show with --debug what it printed and where it threw, and keep its output out of theirs', async () => {
    await link('robots', {
      misdeeds: {
        culprit: `console.log('{"\\u001b[2Jbye":1}'); process.exit(0)`,
        thrower: `throw new Error('tripped')`,
      },
    })
    const { code, files, failed, stderr } = await generate(['ada', 'culprit', 'thrower', 'grace'], '--debug')
    expect(code).to.equal(3)
    expect(files).to.deep.equal(['ada', 'grace'])
    expect(failed).to.deep.equal({
      culprit: 'robots of the plugin @acme/robots 1.2.0 ended its process with exit code 0',
      thrower: 'robots of the plugin @acme/robots 1.2.0 failed: tripped',
    })
    expect(stderr).to.match(/@acme\/robots printed: Error: tripped\n.*printed: +at .*generator\.mjs:\d+/)
    expect(stderr).to.contain('@acme/robots printed: {" [2Jbye":1}')
  })

  it('are made up for by the next in the chain, where that is the rule, and named all the same', async () => {
    await link('robots', {
      misdeeds: { thrower: `throw new Error('tripped')`, page: text('<!doctype html><html></html>') },
    })
    await makeCompany(home.join('company'), [
      { id: 'ada', name: 'Ada' },
      { id: 'thrower', name: 'Tim' },
      { id: 'page', name: 'Pia' },
    ])
    const sync = ['sync', '-d', 'folder:company', '-g', 'robots,initials', '--on-failure', 'next']
    const { code, json } = await avatarctl([...sync, '--json'], { home: home.path })
    const { changes } = json<{
      changes: { person: { id: string }; generator: string; failures?: { message: string }[] }[]
    }>()
    expect(code).to.equal(0)
    const told = changes.map(({ person, generator, failures = [] }) =>
      [person.id, generator, ...failures.map(({ message }) => message)].join(' '),
    )
    expect(told.sort()).to.deep.equal([
      'ada robots',
      'page initials robots made an image that cannot be used: that is a web page (HTML), not an image',
      'thrower initials robots of the plugin @acme/robots 1.2.0 failed: tripped',
    ])
  })

  it('do not open a directory that would ask whom its manifest does not name', async () => {
    const directory = { id: 'pinboard', title: 'Pinboard', module: './directory.js', scheme: 'pinboard' }
    await writePackage(home.join('pinboard'), {
      ...{ name: 'pinboard', version: '1.0.0' },
      manifest: {
        ...{ type: 'module', engines: { avatarctl: '*' }, oclif: {} },
        avatarctl: { contributes: { directories: [{ ...directory, hosts: ['pins.example.com'] }] } },
      },
      files: {
        'directory.js': `export default { origins: () => ['https://pins.example.com', 'https://other.example.com'], open() { throw new Error('opened') } }`,
      },
    })
    const linked = await avatarctl(['plugins', 'link', 'pinboard'], { home: home.path })
    expect(linked.code, linked.stderr).to.equal(0)
    const { code, stderr } = await avatarctl(['list', '-d', 'pinboard:'], { home: home.path })
    expect(code).to.equal(2)
    expect(stderr).to.include(
      'pinboard may not ask https://other.example.com, as its plugin declares pins.example.com',
    )
  })

  it('fail by name who kills the directory that they are in, and keep photos in it for everybody else', async () => {
    await writeDirectory(home.join('plugins'), {
      open: `console.log('Variables: ' + Object.keys(process.env).length)`,
      readPhoto: `if (id === '2') process.exit(7)`,
    })
    await linkPlugins(home.join('data'), home.join('plugins'), ['staff'])
    await mkdir(home.join('company'))
    const sync = ['sync', '-d', 'staff:company', '-g', 'initials', '--json', '--debug']
    const { code, json, stderr } = await avatarctl(sync, { home: home.path, env: { SECRET: 's' } })
    const { directory, changes } = json<{
      directory: string
      changes: { person: { id: string }; outcome: string; error?: { message: string } }[]
    }>()
    expect([code, directory]).to.deep.equal([3, 'staff:acme'])
    expect(
      changes.map(({ person, outcome, error }) => [person.id, outcome, error?.message].join(' ')).sort(),
    ).to.deep.equal([
      '1 done ',
      '2 failed staff of the plugin @acme/staff 1.2.0 ended its process with exit code 7',
      '3 done ',
    ])
    expect(stderr).to.contain('Variables: 0')
    expect((await readdir(home.join('company'))).sort()).to.deep.equal(['1', '3'])
  })

  it('leave no process behind when they are killed, not even one that loops', async () => {
    const file = home.join('pid')
    await link('robots', {
      otherwise: `fs.writeFileSync(${JSON.stringify(file)}, String(process.pid)); for (;;);`,
    })
    const child = spawn(
      process.execPath,
      [path.join(repository, 'bin/run.js'), 'generate', '--seed', 'Ada', '-g', 'robots', '-o', home.path],
      { env: { AVATARCTL_DATA_DIR: home.join('data'), HOME: home.path }, stdio: 'ignore' },
    )
    const pid = async () => Number(await readFile(file, 'utf8').catch(() => ''))
    while ((await pid()) === 0);
    const host = await pid()
    child.kill('SIGKILL')
    await once(child, 'exit')
    await until(() => isGone(host))
  })
})

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}
