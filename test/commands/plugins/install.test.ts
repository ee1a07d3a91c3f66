import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import path from 'node:path'
import { expect } from 'chai'
import { avatarctl, repository } from '../../support/command-line.ts'
import { generatorPackage, packageTarball } from '../../support/made-up-package.ts'
import { type Registry, startRegistry } from '../../support/registry.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { avatarctlInTerminal, keys, noTerminal } from '../../support/terminal.ts'

interface Told {
  error: { code: string; message: string; hint: string }
}

describe('avatarctl plugins install', function () {
  this.timeout(90_000)
  const home = temporaryFolder()
  let registry: Registry
  before(async () => {
    registry = await startRegistry()
    const robots = { hosts: ['robots.example'], sends: ['hashed email'] }
    const make = (version: string, own = {}) =>
      generatorPackage('@avatarctl/generator-robots', version, 'robots', {
        ...{ publisher: 'ada', contribution: { ...robots, ...own } },
      })
    await registry.publish(make('1.0.0'))
    await registry.publish({ ...make('1.1.0'), tag: 'next' })
    await registry.publish({ ...make('1.2.0', { hosts: ['tracker.example'] }), tag: 'asking' })
  })
  after(async () => registry.close())

  const run = (args: string[], env: Record<string, string> = {}) =>
    avatarctl(['plugins', ...args], { home: home.path, env: { ...registry.environment, ...env } })
  const listed = async () => {
    const { json } = await run(['list', '--json'])
    const { plugins } = json<{ plugins: { name: string; version: string; kind: string }[] }>()
    return plugins.filter(({ kind }) => kind !== 'bundled').map(({ name, version }) => `${name}@${version}`)
  }

  it('asks nobody without a terminal: it says what it would install, exit 2, and nothing is done', async () => {
    const { code, json } = await run(['install', 'robots', '--json'])
    expect(code).to.equal(2)
    const { error } = json<Told>()
    expect(error.code).to.equal('confirmation-needed')
    expect(error.message).to.match(
      /generator-robots 1\.0\.0 of ada.*asks robots\.example.*sends hashed email/,
    )
    expect(await listed()).to.deep.equal([])
    expect(await readdir(home.join('data/plugins'))).to.deep.equal([])
  })

  it('installs with --yes, updates to what is named, asks again for more, and uninstalls; each a JSON document', async () => {
    const { code, stdout, json } = await run(['install', 'robots', '--yes', '--json'])
    expect(code, stdout).to.equal(0)
    expect(json()).to.deep.include({ previous: null, changed: true, warnings: [] })
    expect(json<{ plugin: object }>().plugin).to.deep.include({
      ...{ name: '@avatarctl/generator-robots', version: '1.0.0', tag: 'latest', publisher: 'ada' },
      ...{ contributes: { generators: ['robots'], directories: [] }, hosts: ['robots.example'] },
    })
    const faces = await avatarctl(['generate', '--seed', 'Ada', '-g', 'robots', '-o', 'faces', '--json'], {
      home: home.path,
    })
    expect(faces.code, faces.stdout).to.equal(0)

    const updated = await run(['update', 'robots@next', '--json'])
    expect(updated.json<{ plugins: unknown[] }>().plugins).to.deep.equal([
      { name: '@avatarctl/generator-robots', outcome: 'updated', from: '1.0.0', to: '1.1.0' },
    ])
    const more = await run(['update', 'robots@asking', '--json'])
    expect(more.code).to.equal(2)
    expect(more.stdout).to.contain('confirmation-needed').and.to.contain('tracker.example')
    expect(await listed()).to.deep.equal(['@avatarctl/generator-robots@1.1.0'])

    expect((await run(['uninstall', 'robots', '--json'])).code).to.equal(0)
    expect(await listed()).to.deep.equal([])
    expect(await readdir(home.join('data/plugins'))).to.deep.equal([])
  })

  it('asks nothing about what the settings trust', async () => {
    await mkdir(home.join('config'))
    await writeFile(home.join('config/settings.json'), '{ "trustedPlugins": ["@avatarctl/*"] }')
    expect((await run(['install', 'robots', '--json'])).code).to.equal(0)
    await writeFile(home.join('config/settings.json'), '{ "trustedPlugins": ')
    const broken = await run(['install', 'robots', '--json'])
    expect(broken.code).to.equal(2)
    expect(broken.json<Told>().error.message).to.contain('settings.json')
  })

  it('in a terminal shows everything, asks briefly, and takes Ctrl-C for the wish to stop', async function () {
    // Reason for skipping: there is no terminal.
    if (noTerminal) this.skip()
    const { code, screen } = await avatarctlInTerminal(['plugins', 'install', 'robots'], {
      ...{ home: home.path, env: registry.environment },
      typed: [{ after: /\nInstall @avatarctl\/generator-robots 1\.0\.0\? \(y\/N\) /, keys: keys.ctrlC }],
    })
    expect(code, screen).to.equal(130)
    expect(screen).to.match(/Plugin .*1\.0\.0, from the registry\n[^]*Asks +robots\.example\n[^]*Sends /)
    expect(screen.match(/hashed email/g)).to.have.length(1)
    expect(await readdir(home.join('data/plugins'))).to.deep.equal([])
  })

  it('takes the path of a tarball as seen from where the user is', async () => {
    await writeFile(
      home.join('robots.tgz'),
      (await packageTarball(generatorPackage('robots', '1.0.0', 'robots'))).bytes,
    )
    const { code, stdout, json } = await run(['install', './robots.tgz', '--yes', '--json'])
    expect(code, stdout).to.equal(0)
    expect(json()).to.deep.include({ changed: true })
    const again = await run(['install', 'file:robots.tgz', '--yes', '--json'])
    expect(again.json()).to.deep.include({ changed: false })

    // And it is noticed when it is not any more what was installed.
    const verified = async () => {
      const { plugins } = (await run(['list', '--verify', '--json'])).json<{
        plugins: { name: string; active: boolean; root: string; problem: string | null }[]
      }>()
      return plugins.find(({ name }) => name === 'robots')!
    }
    const right = await verified()
    expect(right).to.include({ active: true, problem: null })
    await appendFile(path.join(right.root, 'generator.js'), '//')
    const wrong = await verified()
    expect(wrong.active).to.equal(false)
    expect(wrong.problem).to.match(/robots.*generator\.js was changed/)
  })

  it('says how to install what a chain names and nobody brings', async () => {
    const { code, json } = await avatarctl(['generate', '--seed', 'Ada', '-g', 'robots', '--json'], {
      home: home.path,
    })
    expect(code).to.equal(2)
    expect(json<Told>().error.hint).to.contain('avatarctl plugins install robots')
  })

  it('says within seconds that the registry is down, and not that there is no such plugin', async () => {
    const env = { AVATARCTL_NPM_REGISTRY: 'http://127.0.0.1:1/' }
    const { code, json } = await run(['install', 'robots', '--yes', '--json'], env)
    expect(code).to.equal(6)
    expect(json<Told>().error).to.include({ code: 'unreachable' })
  })

  it('lets one install at a time; after a kill the next one goes on at once, and finds what was there before', async () => {
    // The registry that never answers holds the first one up.
    const asked: (() => void)[] = []
    const silent = createServer(() => asked.forEach((tell) => tell())).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
    const isAsked = new Promise<void>((resolve) => asked.push(resolve))
    const env = { ...process.env, HOME: home.path, AVATARCTL_DATA_DIR: home.join('data') }
    const first = spawn(
      process.execPath,
      [path.join(repository, 'bin/run.js'), 'plugins', 'install', '@acme/slow', '--yes'],
      { env: { ...env, AVATARCTL_NPM_REGISTRY: url }, stdio: 'ignore' },
    )
    await isAsked
    const second = await run(['install', 'robots', '--yes', '--json'])
    expect(second.code).to.equal(7)
    expect(second.json<Told>().error.message).to.contain(`process ${first.pid ?? ''}`)
    const ended = once(first, 'close')
    first.kill('SIGKILL')
    await ended
    expect(await listed()).to.deep.equal([])
    silent.closeAllConnections()
    silent.close()
    const third = await run(['install', 'robots', '--yes', '--json'])
    expect(third.code, third.stdout).to.equal(0)
    expect(await readdir(home.join('data/plugins'))).to.have.length(1)
  })

  it('leaves nothing behind when it is interrupted, and exits 130', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const port = (silent.address() as AddressInfo).port
    const env = { ...process.env, HOME: home.path, AVATARCTL_DATA_DIR: home.join('data') }
    const child = spawn(
      process.execPath,
      [path.join(repository, 'bin/run.js'), 'plugins', 'install', '@acme/slow', '--yes'],
      { env: { ...env, AVATARCTL_NPM_REGISTRY: `http://127.0.0.1:${port}/` }, stdio: 'ignore' },
    )
    await once(silent, 'request')
    child.kill('SIGINT')
    const [code] = (await once(child, 'close')) as [number]
    silent.closeAllConnections()
    silent.close()
    expect(code).to.equal(130)
    expect(await readdir(home.join('data/plugins'))).to.deep.equal([])
    expect(existsSync(home.join('data/package.json'))).to.equal(false)
  })
})
