import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import {
  generatorPackage,
  type MadeUpPackage,
  packageTarball,
  writePackage,
} from '../support/made-up-package.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What can be asked without any plugin's code, and what must load the code of just one. */
const starts: [args: string[], loads: string[]][] = [
  [['--version'], []],
  [['--help'], []],
  [['plugins', '--help'], []],
  [['completion', 'bash'], []],
  [['completion', '--complete', 'zsh', 'generators', 'show', ''], []],
  [['plugins', 'list', '--json'], []],
  [['generators', 'list', '--json'], []],
  [['generators', 'show', 'module', '--json'], []],
  [['generators', 'show', 'dicebear', '--option', 'dicebear.style=rings', '--json'], []],
  [['list', '-d', 'folder:company', '--json'], ['directory-folder']],
  [['generate', '--seed', 'Ada', '-o', 'faces', '--json'], ['generator-initials']],
]

describe('code of a plugin does not run at a start', function () {
  this.timeout(90_000)
  const home = temporaryFolder()
  const run = (args: string[], env: Record<string, string> = {}) => avatarctl(args, { home: home.path, env })
  const linesOf = async (name: string) =>
    (await readFile(home.join(name), 'utf8').catch(() => '')).split('\n').filter(Boolean)

  /** Code that leaves a trace when it runs, and throws. */
  const trap = (door: string) =>
    `require('node:fs').appendFileSync(${JSON.stringify(home.join('ran'))}, '${door}\\n'); throw new Error('ran')`
  const trapModule = (door: string) =>
    `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(home.join('ran'))}, '${door}\\n'); throw new Error('ran')`
  const trapped = (door: string, own: Partial<MadeUpPackage> & { oclif?: unknown }) => {
    const made = generatorPackage(door, '1.0.0', door, { module: trapModule(door) })
    const { oclif } = own
    const manifest = { ...made.manifest, ...own.manifest, oclif }
    return { ...made, manifest, files: { ...made.files, ...own.files } }
  }

  /** Every way in which oclif, or we, might run code of a plugin before it is used; each plugin has the name of its door. */
  const doors = () => [
    trapped('module', { oclif: {} }),
    // Without the key "oclif", oclif looks for these and runs them.
    trapped('rc-files', {
      files: {
        '.oclifrc.cjs': trap('rc-files'),
        '.oclifrc.mjs': trapModule('rc-files'),
        'oclif.config.js': trapModule('rc-files'),
      },
    }),
    trapped('hooks', {
      oclif: {
        hooks: { init: './hook.cjs', prerun: './hook.cjs', postrun: './hook.cjs', finally: './hook.cjs' },
      },
      files: { 'hook.cjs': trap('hooks') },
    }),
    trapped('commands', {
      oclif: { commands: './commands' },
      files: { 'commands/mine.cjs': trap('commands') },
    }),
  ]

  /** Has Node note every module that it loads, from the first on. */
  async function noteModules(): Promise<Record<string, string>> {
    const hook = `import { appendFileSync } from 'node:fs'
      export async function load(url, context, next) { appendFileSync(${JSON.stringify(home.join('loaded'))}, url + '\\n'); return next(url, context) }`
    await writeFile(home.join('hook.mjs'), hook)
    await writeFile(
      home.join('note.mjs'),
      `import { register } from 'node:module'; register('./hook.mjs', import.meta.url)`,
    )
    return { NODE_OPTIONS: `--import=${pathToFileURL(home.join('note.mjs')).href}` }
  }

  it('through none of the doors, whether it was linked, was installed or comes with the tool', async () => {
    const made = doors()
    for (const one of made) await writePackage(home.join(one.name), one)
    const entries = made.map(({ name }) => ({ type: 'link', name, root: home.join(name) }))
    await mkdir(home.join('data'))
    await writeFile(home.join('data/package.json'), JSON.stringify({ oclif: { plugins: entries } }))
    const { bytes } = await packageTarball(trapped('installed', { oclif: {} }))
    await writeFile(home.join('installed.tgz'), bytes)
    const installed = await run(['plugins', 'install', './installed.tgz', '--yes'])
    expect(installed.code, installed.stderr).to.equal(0)
    await mkdir(home.join('company'))
    await writeFile(home.join('company/people.csv'), 'id,name\n1,Ada\n')

    const noting = await noteModules()
    for (const [args, loads] of starts) {
      await rm(home.join('loaded'), { force: true })
      const { code, stderr } = await run(args, noting)
      expect(code, `${args.join(' ')}: ${stderr}`).to.equal(0)
      const loaded = (await linesOf('loaded')).map(
        (url) => /\/((?:generator|directory)-\w+)\/dist\//.exec(url)?.[1],
      )
      expect(new Set(loaded.filter(Boolean)), args.join(' ')).to.deep.equal(new Set(loads))
    }
    expect(await linesOf('ran')).to.deep.equal([])

    // The traps work: asked for an image, the plugin is run.
    for (const id of ['module', 'installed'])
      expect((await run(['generate', '--seed', 'Ada', '-g', id, '-o', 'faces'])).code).to.not.equal(0)
    expect(await linesOf('ran')).to.include.members(['module', 'installed'])
  })

  it('and with --safe-mode there are none', async () => {
    await mkdir(home.join('data'))
    await writePackage(home.join('quiet'), generatorPackage('quiet', '1.0.0', 'quiet'))
    expect((await run(['plugins', 'link', 'quiet'])).code).to.equal(0)
    const idsIn = async (args: string[], env = {}) => {
      const { json } = await run(['generators', 'list', '--json', ...args], env)
      return json<{ generators: { id: string }[] }>().generators.map(({ id }) => id)
    }
    expect(await idsIn([])).to.include('quiet')
    expect(await idsIn(['--safe-mode'])).to.not.include('quiet')
    expect(await idsIn([], { AVATARCTL_SAFE_MODE: '1' })).to.not.include('quiet')
    const refused = await run(['generate', '--seed', 'Ada', '-g', 'quiet', '--safe-mode'])
    expect(refused.code).to.equal(2)
    expect(refused.stderr).to.contain('left out in safe mode')
    const states = await run(['--safe-mode', 'plugins', 'list', '--json'])
    expect(states.stdout).to.contain('left out in safe mode')
  })

  it('names each that is broken, and everything else works', async () => {
    await mkdir(home.join('data'))
    await writePackage(home.join('good'), generatorPackage('good', '1.0.0', 'good'))
    const old = generatorPackage('old', '1.0.0', 'old', { manifest: { engines: { avatarctl: '^0.0.1' } } })
    await writePackage(home.join('old'), old)
    await writePackage(home.join('bare'), { name: 'bare', version: '1.0.0', manifest: { oclif: {} } })
    const link = (name: string) => ({ type: 'link', name, root: home.join(name) })
    const bundled = { type: 'link', name: '@avatarctl/generator-initials', root: home.join('good') }
    const plugins = [link('gone'), link('old'), link('bare'), bundled, link('good')]
    await writeFile(home.join('data/package.json'), JSON.stringify({ oclif: { plugins } }))
    const { code, stderr, stdout } = await run(['generate', '--seed', 'Ada', '-g', 'good', '-o', 'faces'])
    expect(code, stdout).to.equal(0)
    for (const says of [
      /gone.*not there any more/,
      /old.*\^0\.0\.1/,
      /bare.*no "avatarctl"/,
      /generator-initials.*comes with avatarctl/,
    ])
      expect(stderr).to.match(says)
    await writeFile(home.join('data/package.json'), '{ "oclif": ')
    const broken = await run(['generate', '--seed', 'Ada', '-o', 'faces'])
    expect(broken.code).to.equal(0)
    expect(broken.stderr).to.contain('data/package.json')
    expect((await run(['plugins', 'list', '--json'])).code).to.equal(2)
  })
})
