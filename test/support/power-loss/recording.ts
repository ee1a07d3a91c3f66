import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Sandbox } from '@avatarctl/sandbox'
import { repository } from '../command-line.ts'
import { liveBytes, liveNames, makeDisk, type Node } from './disk.ts'
import { type Operation, type Step, stepsOf, watchedCalls } from './operations.ts'

/** Everything one run of the tool did, in order. */
export interface Recording {
  steps: Step[]
  /** The SHA-256 of what each person showed when the run began; null for nothing. */
  shown: ReadonlyMap<string, string | null>
  /** The bytes of what they showed when it had ended. */
  shownAfterwards: ReadonlyMap<string, Buffer | null>
  /** What ended the run, where it was killed. */
  signal: NodeJS.Signals | null
}

/** Where the data folder lies: below the folder that is watched, and not there before the first run. */
export const dataFolder = 'avatarctl/data'

/** Why nothing can be recorded here; undefined where it can. */
export const unrecordable: string | undefined =
  process.platform !== 'linux'
    ? 'strace is for Linux'
    : spawnSync('strace', ['-f', '--seccomp-bpf', '-o', '/dev/null', 'true']).status === 0
      ? undefined
      : 'there is no strace that may look at processes'

/** Locks are let go with the process, and SQLite makes its index of the log anew. */
const isWatched = (file: string) => !/(^|\/)locks\/|-shm$/.test(file)

/**
 * Runs the built tool and records what it does below `home`/disk. `earlier` are the recordings of the runs before in
 * the same folder; `disturbance` is what strace is to do to it, as for its option `inject`.
 */
export async function record(
  args: readonly string[],
  options: {
    home: string
    sandbox: Sandbox
    earlier?: readonly Recording[]
    disturbance?: string
    environment?: Record<string, string>
  },
): Promise<Recording> {
  const { home, sandbox, earlier = [], disturbance, environment } = options
  const root = path.join(home, 'disk')
  const trace = path.join(home, 'trace')
  await mkdir(root, { recursive: true })
  const before = shownBy(sandbox)
  const child = spawn(
    'strace',
    [
      ...['-f', '-y', '-xx', '-s', '1000000', '-o', trace, '-e', `trace=${watchedCalls}`],
      // Together with its filter, which makes it fast, strace disturbs nothing.
      ...(disturbance === undefined ? ['--seccomp-bpf'] : ['-e', `inject=${disturbance}`]),
      ...[process.execPath, path.join(repository, 'bin/run.js'), ...args],
    ],
    {
      cwd: home,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        ...sandbox.environment,
        AVATARCTL_DATA_DIR: path.join(root, dataFolder),
        AVATARCTL_CACHE_DIR: path.join(home, 'cache'),
        AVATARCTL_CONFIG_DIR: path.join(home, 'config'),
        ...environment,
      },
    },
  )
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  // 3: somebody was left alone because an earlier change cannot be settled yet, which overwrites nothing.
  if (code !== 0 && code !== 3 && signal !== 'SIGKILL')
    throw new Error(`${args.join(' ')} ended with ${code}: ${errors}`)
  const steps = stepsOf(await readFile(trace, 'latin1'), root, isWatched)
  return {
    steps: await asItHappened(steps, earlier, root),
    shown: new Map([...before].map(([person, bytes]) => [person, bytes && hashOf(bytes)])),
    shownAfterwards: shownBy(sandbox),
    signal,
  }
}

/**
 * Of what was under way when the process was killed some was done and some was not: the folder tells which. A recording
 * that does not lead to what is in the folder is an error.
 */
async function asItHappened(
  steps: readonly Step[],
  earlier: readonly Recording[],
  root: string,
): Promise<Step[]> {
  const there = await onDisk(root, '')
  const ended = new Set(steps.filter(({ phase }) => phase === 'ended').map(({ operation }) => operation))
  const undecided = [...new Set(steps.map(({ operation }) => operation))].filter(
    (operation) => !ended.has(operation) && operation.kind !== 'send' && operation.kind !== 'sync',
  )
  const differences: string[] = []
  for (let subset = 0; subset < 2 ** undecided.length; subset += 1) {
    const undone = new Set<Operation>(undecided.filter((_, index) => (subset & (1 << index)) === 0))
    const possible = steps.filter(({ operation }) => !undone.has(operation))
    const done = undecided.filter((operation) => !undone.has(operation))
    possible.push(...done.map((operation): Step => ({ operation, phase: 'ended' })))
    const disk = makeDisk()
    for (const step of [...earlier.flatMap((recording) => recording.steps), ...possible]) disk.take(step)
    const told = inModel(disk.root, '')
    if (told.size === there.size && [...told].every(([file, hash]) => there.get(file) === hash))
      return possible
  }
  throw new Error(`the recording does not lead to what is on the disk: ${differences.join(' or ')}`)
}

async function onDisk(root: string, below: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const entry of await readdir(path.join(root, below), { withFileTypes: true })) {
    const file = path.posix.join(below, entry.name)
    if (!isWatched(file)) continue
    found.set(file, entry.isFile() ? hashOf(await readFile(path.join(root, file))) : 'a folder')
    if (entry.isDirectory()) for (const [name, hash] of await onDisk(root, file)) found.set(name, hash)
  }
  return found
}

function inModel(node: Node, at: string): Map<string, string> {
  if (node.kind === 'file') return new Map([[at, hashOf(liveBytes(node))]])
  const found = new Map<string, string>(at === '' ? [] : [[at, 'a folder']])
  for (const [name, inner] of liveNames(node))
    for (const [file, hash] of inModel(inner, path.posix.join(at, name))) found.set(file, hash)
  return found
}

function shownBy({ company }: Sandbox): Map<string, Buffer | null> {
  return new Map(company.extensions.map(({ id }) => [String(id), company.photo(id)?.bytes ?? null]))
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
