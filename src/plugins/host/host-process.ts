import { spawn } from 'node:child_process'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import { messageOf } from '../../errors.ts'
import { captureOutput } from './captured-output.ts'
import type { ToDirectory } from './directories/messages.ts'
import { encodeFrame, type Frame, type FrameLimits, frameLimits, frameReader } from './frames.ts'
import type { ToHost } from './messages.ts'

/** A process in which a plugin's code runs. */
export interface HostProcess {
  /** Throws a `RangeError` when the message is larger than it may be. */
  send(message: ToHost | ToDirectory, body?: Uint8Array): void
  /** Resolves once everything that was sent is on its way. */
  sent(): Promise<void>
  /** Stops reading from the plugin, or goes on. */
  listen(on: boolean): void
  /** Ends it at once, and whatever it has started; `why` becomes the reason. Resolves when it is gone. */
  end(why: string): Promise<void>
  /** Whether nothing can be asked any more. */
  readonly isOver: boolean
}

/** What a host process is started with, and whom it tells. */
export interface HostProcessParts {
  /** The bundled module that runs in it. */
  entry: string
  /** Whatever the process takes up in memory, all together. */
  memoryBytes: number
  /** Where it runs; by default a folder that is nobody's. */
  cwd?: string
  /** How large messages may be, both ways. */
  frames?: FrameLimits
  /** Throws to have the process ended: the plugin has broken the rules of the pipe. */
  onFrame(frame: Frame): void
  /** `reason` goes on where "robots of the plugin acme 1.0.0" ends. */
  onOver(reason: string, printed: string): void
}

type Pipe = Duplex & { unref(): void }

/** How long the pipes of a dead process may take to run dry, in milliseconds. */
const drainingMs = 500

/**
 * Starts a process for a plugin's code: nothing of our environment, output that is taken away, and two pipes: one for messages, one for the last words of the thread that watches over its memory. It ends
 * by itself when these pipes close, which they do when we die.
 */
export function startHostProcess({
  entry,
  memoryBytes,
  cwd = path.parse(process.execPath).root,
  frames = frameLimits,
  ...parts
}: HostProcessParts): HostProcess {
  const megabytes = Math.ceil(memoryBytes / 2 ** 20)
  const onWindows = process.platform === 'win32'
  const systemRoot = process.env['SystemRoot']
  const child = spawn(process.execPath, [`--max-old-space-size=${megabytes}`, entry, String(memoryBytes)], {
    // Node does not start on Windows without it.
    env: onWindows && systemRoot !== undefined ? { SystemRoot: systemRoot } : {},
    cwd,
    // For Node on Windows, pipes that are read and written at the same time have to say so.
    stdio: ['ignore', 'pipe', 'pipe', 'overlapped', 'overlapped'],
    // A group of its own: Ctrl-C is our business, and what a plugin has started ends with it.
    detached: !onWindows,
    windowsHide: true,
  })
  const [, ...streams] = child.stdio as unknown as [null, Pipe, Pipe, Pipe, Pipe]
  const [stdout, stderr, pipe, watch] = streams
  const printed = [captureOutput(stdout), captureOutput(stderr)] as const
  const open = new Set<Duplex>(streams)
  let reason: string | undefined
  let watchers = ''
  let isOver = false
  let hasExited = false
  let finish: () => void = () => undefined
  const finished = new Promise<void>((resolve) => (finish = resolve))

  function kill(why: string): void {
    if (hasExited) return
    reason ??= why
    // Who waits for its end waits with us, also when there is nothing else to do.
    child.ref()
    try {
      if (onWindows || child.pid === undefined) child.kill('SIGKILL')
      else process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It is gone already.
    }
  }

  function beOver(why: string): void {
    if (isOver) return
    isOver = true
    for (const stream of streams) stream.destroy()
    finish()
    parts.onOver(
      why,
      printed
        .map((one) => one.text().trim())
        .filter(Boolean)
        .join('\n'),
    )
  }

  const read = frameReader((frame) => parts.onFrame(frame), frames)
  pipe.on('data', (piece: Buffer) => {
    // What comes after something that is no message means nothing.
    if (reason !== undefined) return
    try {
      read(piece)
    } catch {
      kill('sent something that is not a message')
    }
  })
  watch.setEncoding('utf8').on('data', (text: string) => (watchers = (watchers + text).slice(0, 100)))
  for (const one of open) {
    one.on('error', () => undefined)
    one.on('close', () => {
      open.delete(one)
      if (hasExited && open.size === 0) verdict()
      // A plugin may close what it was given; without either of these nothing can be known of it.
      else if (!hasExited && !isOver && (one === pipe || one === watch))
        setTimeout(() => hasExited || kill('closed the pipe that it answers by'), drainingMs)
    })
  }
  let ended: { code: number | null; signal: string | null } = { code: null, signal: null }
  const verdict = () =>
    beOver(reason ?? causeOfDeath({ ...ended, watchers, stderr: printed[1].lastWords(), megabytes }))
  child.on('error', (error) => beOver(`could not be started: ${messageOf(error)}`))
  child.on('exit', (code, signal) => {
    ended = { code, signal }
    hasExited = true
    // What it said last may still be under way; what it started itself may hold the pipes open.
    if (open.size === 0) verdict()
    else setTimeout(verdict, drainingMs)
  })
  // Whoever waits for an answer has a time limit that keeps us running; a host that nobody asks does not.
  child.unref()
  for (const stream of streams) stream.unref()

  return {
    send(message, body) {
      const frame = encodeFrame(message, body, frames)
      if (!isOver) pipe.write(frame)
    },
    sent: () => new Promise((resolve) => (isOver ? resolve() : pipe.write('', () => resolve()))),
    listen(on) {
      if (on) pipe.resume()
      else pipe.pause()
    },
    end(why) {
      if (!isOver) kill(why)
      return finished
    },
    get isOver() {
      return isOver || hasExited || reason !== undefined
    },
  }
}

function causeOfDeath(of: {
  code: number | null
  signal: string | null
  watchers: string
  stderr: string
  megabytes: number
}): string {
  if (of.watchers.startsWith('memory') || of.stderr.includes('heap out of memory'))
    return `used more than ${of.megabytes} MB of memory`
  return of.signal === null
    ? `ended its process with exit code ${of.code ?? 'unknown'}`
    : `ended its process with ${of.signal}`
}
