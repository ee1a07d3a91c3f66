import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { AppError, codeOf } from '../../errors.ts'
import { npmFailure, spoiltFile } from './npm-failure.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** npm, as this machine and this user have set it up. */
export interface Npm {
  /**
   * Runs a command in a folder; answers with its JSON document. `about` is what it is about, for the words of a failure.
   * Throws `AppError`.
   */
  run(
    command: 'install' | 'pack' | 'view',
    names: readonly string[],
    how: { folder: string; about: string; timeoutMs: number },
  ): Promise<unknown>
}

/** More than npm has to say about any package; whoever says more is ended. */
const maxOutputBytes = 20_000_000

/**
 * No scripts of packages, nothing but JSON on standard output, no questions, nothing outside of the folder. Peers are
 * not fetched: a plugin that asks for the tool itself would get a second one.
 */
const always = [
  ...['--ignore-scripts', '--json', '--no-audit', '--no-fund', '--no-update-notifier'],
  ...['--loglevel=warn', '--heading=npm', '--color=false'],
  ...[
    '--omit=dev',
    '--omit=peer',
    '--legacy-peer-deps',
    '--no-bin-links',
    '--global=false',
    '--dry-run=false',
  ],
  ...['--package-lock=true', '--package-lock-only=false', '--install-strategy=hoisted'],
]

/**
 * The user's own settings of npm apply; `AVATARCTL_NPM_REGISTRY` goes before their registry. `beside` is where the npm lies
 * that came with Node.
 */
export function findNpm(environment: Environment, signal: AbortSignal, beside = besideNode): Npm {
  const registry = environment['AVATARCTL_NPM_REGISTRY']
  const ours = registry ? [`--registry=${registry}`] : []

  return {
    async run(command, names, { folder, about, timeoutMs }) {
      const [program, ...before] = programOf(environment, beside())
      // A registry that is down is told within seconds, instead of after npm's minutes.
      const patience = ['--fetch-retries=0', `--fetch-timeout=${timeoutMs}`]
      const words = [...before, command, ...always, ...patience, ...ours, '--', ...names]
      const { code, stdout, stderr } = await ended(program, words, { folder, environment, signal })
      if (signal.aborted)
        throw new AppError('interrupted', 'Stopped', {
          hint: 'Everything is as it was before; run the same again.',
        })
      const answer = documentIn(stdout)
      if (code === 0 && answer !== undefined && !spoiltFile(stderr)) return answer
      throw npmFailure(answer, stderr, about)
    },
  }
}

function besideNode(): string {
  const folder = path.dirname(realpathSync(process.execPath))
  const modules = process.platform === 'win32' ? 'node_modules' : '../lib/node_modules'
  return path.resolve(folder, modules, 'npm/bin/npm-cli.js')
}

/** The npm that came with this Node, else the one on the path. */
function programOf(environment: Environment, beside: string): [program: string, ...args: string[]] {
  const node = process.execPath
  if (existsSync(beside)) return [node, beside]
  const names = process.platform === 'win32' ? ['node_modules/npm/bin/npm-cli.js'] : ['npm']
  for (const folder of (environment['PATH'] ?? environment['Path'] ?? '').split(path.delimiter)) {
    for (const name of names) {
      const file = path.join(folder, name)
      if (folder === '' || !existsSync(file)) continue
      const real = realpathSync(file)
      return real.endsWith('.js') ? [node, real] : [real]
    }
  }
  throw new AppError('plugin', 'Plugins are fetched by npm, and there is none on this machine', {
    hint: 'Install the npm that comes with Node, and run the same again; `plugins link FOLDER` works without it.',
  })
}

interface NpmEnded {
  code: number | null
  stdout: string
  stderr: string
}

function ended(
  program: string,
  args: readonly string[],
  { folder, environment, signal }: { folder: string; environment: Environment; signal: AbortSignal },
): Promise<NpmEnded> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: withoutOurs(environment),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    const output = { stdout: '', stderr: '' }
    const collect = (name: keyof typeof output) => (text: string) => {
      output[name] += text
      if (output[name].length > maxOutputBytes) child.kill('SIGKILL')
    }
    child.stdout.setEncoding('utf8').on('data', collect('stdout'))
    child.stderr.setEncoding('utf8').on('data', collect('stderr'))
    const stop = () => child.kill('SIGTERM')
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
    child.once('error', (error) => {
      reject(
        new AppError('plugin', `npm cannot be started: ${codeOf(error) ?? error.message}`, {
          cause: error,
          hint: 'Nothing was installed. `npm --version` shows whether npm itself works.',
        }),
      )
    })
    child.once('close', (code) => {
      signal.removeEventListener('abort', stop)
      resolve({ code, ...output })
    })
  })
}

/** Directories' secrets are no business of npm's, and neither is anything that is meant for us. */
function withoutOurs(environment: Environment): Record<string, string> {
  const others = Object.entries(environment).filter(
    ([name, value]) => value !== undefined && !/^(?:RC|IGLOO|AVATARCTL)_/i.test(name),
  )
  return Object.fromEntries(others) as Record<string, string>
}

function documentIn(stdout: string): unknown {
  try {
    return JSON.parse(stdout) as unknown
  } catch {
    return undefined
  }
}
