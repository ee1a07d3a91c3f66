import { spawnSync } from 'node:child_process'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Config } from '@oclif/core'
import { expect } from 'chai'
import { foldersFrom } from '../../src/composition/complete.ts'
import { avatarctl, repository } from '../support/command-line.ts'
import { inTerminal, noTerminal, type Typed } from '../support/terminal.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What is typed, and what then stands on the line. */
const completed: [typed: string, line: string][] = [
  ['avatarctl sy', 'avatarctl sync '],
  ['avatarctl va', 'avatarctl vault '],
  ['avatarctl vault ver', 'avatarctl vault verify '],
  ['avatarctl sync -g ide', 'avatarctl sync -g identicon '],
  ['avatarctl sync -g initials,ide', 'avatarctl sync -g initials,identicon '],
  ['avatarctl sync -d ac', 'avatarctl sync -d acme '],
  ['avatarctl sync -d acme,be', 'avatarctl sync -d acme,beta '],
  ['avatarctl sync --repl', 'avatarctl sync --replace '],
  ['avatarctl sync --replace mis', 'avatarctl sync --replace missing '],
  ['avatarctl list --photo=mis', 'avatarctl list --photo=missing '],
  ['avatarctl sync -d fold', 'avatarctl sync -d folder:'],
  ['avatarctl sync -d folder:comp', 'avatarctl sync -d folder:company/'],
  ['avatarctl sync -d folder:odd', String.raw`avatarctl sync -d folder:odd\ \&\ end/`],
  ['avatarctl generate --from peo', 'avatarctl generate --from people.csv '],
  ['avatarctl sync --option initials.shape=sq', 'avatarctl sync --option initials.shape=square '],
  ['avatarctl generators show ide', 'avatarctl generators show identicon '],
]

const shells = {
  bash: (rc: string) => ['bash', '--noprofile', '--rcfile', rc, '-i'],
  zsh: () => ['zsh', '-d', '-i'],
}

const setUp = {
  bash: 'source <(avatarctl completion bash)\n',
  zsh: 'autoload -U compinit; compinit -u -D\nunsetopt ZLE_RUNHELP 2>/dev/null\nsource <(avatarctl completion zsh)\n',
}

describe('completion', () => {
  const home = temporaryFolder()

  beforeEach(async () => {
    await mkdir(home.join('config'))
    await mkdir(home.join('bin'))
    await mkdir(home.join('company'))
    await mkdir(home.join('odd & end'))
    await writeFile(home.join('people.csv'), 'name\n')
    await writeFile(
      home.join('config/settings.yaml'),
      'connections:\n  acme: { type: folder, options: { path: a } }\n  beta: { type: folder, options: { path: b } }\n',
    )
    await symlink(path.join(repository, 'bin/run.js'), home.join('bin/avatarctl'))
    await chmod(path.join(repository, 'bin/run.js'), 0o755)
  })

  for (const shell of ['bash', 'zsh'] as const)
    it(`puts what was begun to its end in ${shell}`, async function () {
      this.timeout(120_000)
      if (noTerminal !== undefined || spawnSync(shell, ['-c', ':']).error) this.skip()
      const rc = home.join('.zshrc')
      await writeFile(rc, `PS1='READY'\n${setUp[shell]}`)
      const [program, ...args] = shells[shell](rc)
      const started = `require('node:child_process').spawnSync(${JSON.stringify(program)}, ${JSON.stringify(args)}, { stdio: 'inherit', timeout: 40_000, killSignal: 'SIGKILL' })`
      const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
      // Ctrl-U takes the line away; an empty one gives a new prompt.
      const typed: Typed[] = completed.flatMap(([begun, line]) => [
        { after: /READY/, keys: `${begun}\t` },
        { after: new RegExp(escaped(line)), keys: '\x15\r' },
      ])
      let screen = ''
      await inTerminal(['-e', started], {
        home: home.path,
        typed: [...typed, { after: /READY/, keys: 'exit\r' }],
        env: { PATH: `${home.join('bin')}:${process.env['PATH'] ?? ''}`, ZDOTDIR: home.path },
        size: { columns: 200, rows: 50 },
        onScreen: (text) => (screen = text),
      })
      for (const [, line] of completed) expect(screen).to.contain(line)
    })

  const ask = async (...words: string[]) => {
    const { code, stdout } = await avatarctl(['completion', '--complete', 'zsh', ...words], {
      home: home.path,
    })
    expect(code).to.equal(0)
    return stdout
      .split('\n')
      .map((line) => line.split('\t')[0])
      .filter(Boolean)
  }

  it('proposes nothing twice, and what else there is of several', async () => {
    expect(await ask('sync', '-d', 'acme,')).to.include.members([
      'acme,beta',
      'acme,folder:',
      'acme,sandbox:',
    ])
    expect(await ask('sync', '-d', 'acme,')).not.to.include('acme,acme')
    expect(await ask('sync', '--yes', '--')).not.to.include('--yes')
    expect(await ask('sync', '--where', 'a=b', '--wh')).to.deep.equal(['--where'])
  })

  it('goes on where the settings cannot be read', async () => {
    await writeFile(home.join('config/settings.yaml'), 'connections: [')
    expect(await ask('sync', '-d', 'f')).to.deep.equal(['folder:'])
    expect(await ask('sync', '-d', 'ac')).to.deep.equal([])
  })

  it('knows the service that environment variables describe', async () => {
    const env = { RC_APP_CLIENT_ID: 'id' }
    const { stdout } = await avatarctl(['completion', '--complete', 'zsh', 'sync', '-d', 'r'], {
      home: home.path,
      env,
    })
    expect(stdout).to.match(/^ringcentral\t/)
  })

  it('looks for settings and plugins where the tool does', async () => {
    const config = await Config.load({ root: repository, userPlugins: false, devPlugins: false })
    const { configFolder, dataFolder } = foldersFrom(process.env)
    expect([configFolder, dataFolder]).to.deep.equal([config.configDir, config.dataDir])
  })
})
