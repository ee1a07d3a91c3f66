import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { avatarctl, type Ended } from './command-line.ts'

/** Why nothing can be injected into system calls here; undefined where it can. */
export const noStrace: string | undefined = reasonAgainst()

/** A title that says why its tests are skipped, where they are. */
export function withStrace(title: string): string {
  return noStrace === undefined ? title : `${title} (skipped: ${noStrace})`
}

/**
 * JavaScript runs on one thread, and so does SQLite; Node's file functions run on a pool of threads, which is made to
 * have one thread here. The others (the compiler's, the collector's) touch no file and no socket.
 */
export type Thread = 'main' | 'pool'

/** One call of a thread: the n-th of that name, as strace counts. */
export interface Place {
  thread: Thread
  name: string
  number: number
  /** Counts, notes and hits only calls on this file. */
  path?: string
}

export interface Call extends Place {
  /** When it began, in milliseconds since 1970. */
  time: number
  /** The line of the log, with the paths behind file descriptors, and the result where there is one. */
  text: string
}

export type DiskError = 'EIO' | 'ENOSPC' | 'EROFS'

export type Effect = { kill: true } | { error: DiskError }

/** strace counts each thread's calls by itself. With calls that lead nowhere the pool gets ahead of the main thread, so
 * that one number means one call of one thread: these, before the tool is loaded. */
const getAhead = `
  import { open, unlink } from 'node:fs/promises'
  const nothing = () => undefined
  const sink = await open('/dev/null')
  for (let n = 0; n < 800; n += 1) await open('/dev/null/ahead').catch(nothing)
  for (let n = 0; n < 60; n += 1) await sink.sync().catch(nothing)
  await sink.close()
  for (let n = 0; n < 30; n += 1) await unlink('/dev/null/ahead').catch(nothing)`

/** Runs the built tool and notes its system calls of these names, in the order in which they began. */
export async function traced(
  args: readonly string[],
  options: {
    home: string
    env?: Record<string, string>
    names: readonly string[]
    inject?: { at: Place; effect: Effect }
  },
): Promise<Ended & { calls: Call[] }> {
  const { home, env = {}, names, inject } = options
  const log = path.join(home, 'strace.log')
  const isKilled = inject !== undefined && 'kill' in inject.effect
  const startedBy = [
    ...[
      'strace',
      '-ttt',
      '-y',
      '-s',
      '0',
      '-o',
      log,
      '-e',
      `trace=${names.join()},execve,unlink`,
      '-e',
      'signal=none',
    ],
    // Without -f only the main thread is seen, and hit. strace 6.1 injects no signals together with --seccomp-bpf.
    ...(inject?.at.thread === 'main' ? [] : isKilled ? ['-f'] : ['-f', '--seccomp-bpf']),
    ...(inject ? ['-e', injection(inject)] : []),
    ...(inject?.at.path === undefined ? [] : ['-P', inject.at.path]),
    ...[process.execPath, '--import', `data:text/javascript,${encodeURIComponent(getAhead)}`],
  ]
  const ended = await avatarctl(args, { home, cwd: '/', env: { ...env, UV_THREADPOOL_SIZE: '1' }, startedBy })
  return { ...ended, calls: callsIn(await readFile(log, 'utf8')) }
}

/** Those calls that a test may aim at: what comes before the tool is loaded is left out for the pool. */
export function placesIn(calls: readonly Call[]): Call[] {
  const start = calls.findLastIndex(({ text }) => text.includes('/dev/null/ahead'))
  const places = calls.filter(({ thread }, index) => thread === 'main' || index > start)
  for (const { thread, name, number } of places) {
    const isHit = places.some((one) => one.thread !== thread && one.name === name && one.number === number)
    if (isHit && thread === 'pool') throw new Error(`${name} ${number} is made by both threads`)
  }
  return places
}

function injection({ at: { name, number }, effect }: { at: Place; effect: Effect }): string {
  return `inject=${name}:${'kill' in effect ? 'signal=KILL' : `error=${effect.error}`}:when=${number}`
}

/**
 * Reads a log; a call that another thread's came between stands on two lines. The main thread is the one that became
 * Node, the pool's the one that got ahead.
 */
function callsIn(log: string): Call[] {
  const lines = log
    .split('\n')
    .map((line) => /^(?:(\d+) +)?(\d+\.\d+) (?:<\.\.\. )?(\w+)(\(| resumed>)(.*)$/.exec(line))
  const became = lines.find((line) => line?.[3] === 'execve')
  const main = became && (became[1] ?? '')
  // With a path neither is there to see: no file of the pool's is the main thread's too.
  const ahead = lines.find((line) => (became ? line?.[5]?.includes('/dev/null/ahead') : line !== null))
  const pool = ahead?.[1]
  const calls: Call[] = []
  const counts = new Map<string, number>()
  const pending = new Map<string, Call>()
  for (const line of lines) {
    if (!line) continue
    const [, process = '', seconds, name = '', kind, rest = ''] = line
    if (kind === '(') {
      const number = (counts.get(`${process} ${name}`) ?? 0) + 1
      counts.set(`${process} ${name}`, number)
      if (process !== main && process !== pool) continue
      const thread = process === main ? 'main' : 'pool'
      const call: Call = { thread, name, number, time: Number(seconds) * 1000, text: `${name}(${rest}` }
      calls.push(call)
      pending.set(process, call)
    } else {
      const call = pending.get(process)
      if (call) call.text += rest
    }
  }
  return calls
}

function reasonAgainst(): string | undefined {
  if (process.platform !== 'linux') return 'strace is for Linux'
  const tried = spawnSync('strace', ['-f', '-o', '/dev/null', '-e', 'inject=chdir:error=EIO:when=1', 'true'])
  if (tried.error) return 'strace is not installed'
  return tried.status === 0 ? undefined : 'strace may not trace or inject here'
}
