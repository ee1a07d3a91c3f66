import { spawn } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Sandbox, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { avatarctl, repository } from '../support/command-line.ts'
import { type RunningExample, runningExamples } from '../support/running-examples.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'
import { logLines } from '../support/watching.ts'

const examples = await runningExamples()

describe('the examples of docs/running, carried out', () => {
  const home = temporaryFolder()
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await startSandbox({ people: 20, limits: 'none' })
    for (const folder of ['etc/avatarctl', 'var/lib/avatarctl', 'var/cache/avatarctl', 'bin', 'tmp'])
      await mkdir(home.join(folder), { recursive: true })
    await writeFile(
      home.join('bin/avatarctl'),
      `#!/bin/sh\nexec '${process.execPath}' '${path.join(repository, 'bin/run.js')}' "$@"\n`,
    )
    await chmod(home.join('bin/avatarctl'), 0o755)
    // As RingCentral's own words are handed on in a file: a line each.
    const lines = Object.entries(sandbox.environment).map(([name, value]) => `${name}=${value}`)
    await writeFile(home.join('etc/avatarctl/ringcentral.env'), `${lines.join('\n')}\n`, { mode: 0o400 })
  })
  afterEach(() => sandbox.close())

  /** Folders of the system, as folders of this test. */
  const here = (text: string) =>
    text.replaceAll(/\/(?:etc|var\/lib|var\/cache|tmp)\/?(?=avatarctl|$|\s)/g, (at) => home.join(at))

  /** A shell with nothing of ours in its environment but what the example says. */
  function start({ script, goesOn, env, secretsFrom }: RunningExample, shell: readonly string[]) {
    const [program = 'sh', ...words] = shell
    return spawn(program, [...words, '-c', `${goesOn ? 'exec ' : ''}${here(script)}`], {
      cwd: home.path,
      env: {
        ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, here(value)])),
        // What Node is found by, as on a machine where it is installed for everybody.
        PATH: `${home.join('bin')}:${path.dirname(process.execPath)}:/usr/bin:/bin`,
        HOME: home.path,
        RUNNER_TEMP: home.join('tmp'),
        GITHUB_STEP_SUMMARY: home.join('tmp/summary.md'),
        ...(secretsFrom === undefined ? sandbox.environment : {}),
        ...(secretsFrom && 'variable' in secretsFrom
          ? { [secretsFrom.variable]: home.join('etc/avatarctl') }
          : {}),
      },
    })
  }

  for (const example of examples) {
    // It asks a registry.
    if (/npm install/.test(example.script)) continue

    it(`${example.file}: ${example.script.split('\n')[0]}`, async function () {
      this.timeout(120_000)
      const isStep = example.file.includes('github-actions')
      const data = { AVATARCTL_DATA_DIR: home.join('var/lib/avatarctl') }
      const first = await avatarctl(['sync', '--json'], {
        home: home.path,
        env: { ...sandbox.environment, ...data },
      })
      expect(first.code, first.stderr).to.equal(0)
      if (example.file.includes('Summary')) await writeFile(home.join('tmp/run.json'), first.stdout)
      const { id } = sandbox.company.hire()

      const child = start(example, isStep ? ['bash', '--noprofile', '--norc', '-eo', 'pipefail'] : ['sh'])
      const output = { stdout: '', stderr: '' }
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
      child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
      if (example.goesOn) {
        await until(() => /Next run/.test(output.stderr) || child.exitCode !== null)
        child.kill('SIGTERM')
      }
      expect(await ended, output.stderr).to.equal(0)

      if (example.file.includes('Summary')) {
        const { people, done } = JSON.parse(await readFile(home.join('tmp/summary.md'), 'utf8')) as Record<
          string,
          number
        >
        expect(people).to.be.greaterThan(10)
        expect(done).to.be.greaterThan(0)
        return
      }
      expect(sandbox.company.photo(id), 'who was hired has an avatar').not.to.equal(null)
      expect(await readdir(home.join('var/lib/avatarctl/vault')), 'the vault is where it is kept').to.include(
        'originals.ndjson',
      )
      const lines = logLines(isStep ? '' : output.stderr)
      expect(lines.filter(({ level }) => level === 'error')).to.deep.equal([])
      if (!isStep) expect(output.stdout, 'all of it is in the log').to.equal('')
      for (const secret of ['RC_APP_CLIENT_SECRET', 'RC_USER_JWT'])
        expect(output.stdout + output.stderr).not.to.contain(sandbox.environment[secret])
    })
  }
})
