import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { generatorPackage, type MadeUpPackage, writePackage } from '../support/made-up-package.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('code of an added plugin does not run at a start', function () {
  this.timeout(60_000)
  const home = temporaryFolder()
  const run = (args: string[], env: Record<string, string> = {}) => avatarctl(args, { home: home.path, env })

  const starts = [
    ['--version'],
    ['--help'],
    ['plugins', '--help'],
    ['plugins', 'list', '--json'],
    ['generators', 'list', '--json'],
    ['generators', 'show', 'quiet', '--json'],
    ['generate', '--seed', 'Ada', '-o', 'faces', '--json'],
  ]

  /** Code that leaves a trace when it runs, and throws. */
  const trap = () =>
    `require('node:fs').appendFileSync(${JSON.stringify(home.join('ran'))}, __filename + '\\n'); throw new Error('ran')`
  const trapModule = () =>
    `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(home.join('ran'))}, import.meta.url + '\\n'); throw new Error('ran')`
  const trapped = (own: Partial<MadeUpPackage> & { oclif?: unknown }) => {
    const made = generatorPackage('quiet', '1.0.0', 'quiet', { module: trapModule() })
    const { oclif } = own
    const manifest = { ...made.manifest, ...own.manifest, oclif }
    return { ...made, manifest, files: { ...made.files, ...own.files } }
  }

  const doors: [title: string, made: () => MadeUpPackage][] = [
    ['a module that throws at import', () => trapped({ oclif: {} })],
    [
      'rc files of oclif, in a package without the key that would keep them from being read',
      () =>
        trapped({
          files: { '.oclifrc.cjs': trap(), '.oclifrc.mjs': trapModule(), 'oclif.config.js': trapModule() },
        }),
    ],
    [
      'hooks at the start, before and after every command',
      () =>
        trapped({
          oclif: {
            hooks: { init: './hook.cjs', prerun: './hook.cjs', postrun: './hook.cjs', finally: './hook.cjs' },
          },
          files: { 'hook.cjs': trap() },
        }),
    ],
    [
      'commands without a manifest of them',
      () => trapped({ oclif: { commands: './commands' }, files: { 'commands/mine.cjs': trap() } }),
    ],
  ]
  for (const [title, made] of doors) {
    it(`through ${title}`, async () => {
      await mkdir(home.join('data'))
      await writePackage(home.join('quiet'), made())
      const entry = { type: 'link', name: 'quiet', root: home.join('quiet') }
      await writeFile(home.join('data/package.json'), JSON.stringify({ oclif: { plugins: [entry] } }))
      for (const args of starts) {
        const { code, stderr } = await run(args)
        expect(code, `${args.join(' ')}: ${stderr}`).to.equal(0)
      }
      const ran = existsSync(home.join('ran')) ? await readFile(home.join('ran'), 'utf8') : ''
      expect(ran).to.equal('')
      // The trap works: asked for an image, the plugin is run.
      expect((await run(['generate', '--seed', 'Ada', '-g', 'quiet', '-o', 'faces'])).code).to.not.equal(0)
      expect(existsSync(home.join('ran'))).to.equal(true)
    })
  }

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
    const link = (name: string) => ({ type: 'link', name, root: home.join(name) })
    const bundled = { type: 'link', name: '@avatarctl/generator-initials', root: home.join('good') }
    const plugins = [link('gone'), link('old'), bundled, link('good')]
    await writeFile(home.join('data/package.json'), JSON.stringify({ oclif: { plugins } }))
    const { code, stderr, stdout } = await run(['generate', '--seed', 'Ada', '-g', 'good', '-o', 'faces'])
    expect(code, stdout).to.equal(0)
    for (const says of [
      /gone.*not there any more/,
      /old.*\^0\.0\.1/,
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
