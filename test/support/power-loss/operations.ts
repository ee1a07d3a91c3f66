import path from 'node:path'
import { bytesIn, handleIn, type SystemCall, systemCalls } from './system-calls.ts'

/** What a process did to the disk, or to the service. Paths are those below the folder that is watched. */
export type Operation =
  | { kind: 'make folder' | 'make file' | 'remove' | 'sync'; path: string }
  | { kind: 'write'; path: string; at: number | 'end'; bytes: Buffer }
  | { kind: 'cut'; path: string; length: number }
  | { kind: 'link' | 'rename'; path: string; to: string }
  | { kind: 'send'; method: string; person: string }

/** An operation begins, or has ended: between the two nobody can rely on it, and it may have happened. */
export interface Step {
  operation: Operation
  phase: 'begun' | 'ended'
}

/** What strace is asked for: whatever can change a file or its name, and what goes out to the service. */
export const watchedCalls = [
  ...['open', 'openat', 'openat2', 'creat', 'mkdir', 'mkdirat', 'rmdir', 'unlink', 'unlinkat', 'mmap'],
  ...['link', 'linkat', 'symlink', 'symlinkat', 'rename', 'renameat', 'renameat2', 'truncate', 'ftruncate'],
  ...['write', 'pwrite64', 'writev', 'pwritev', 'pwritev2', 'sendto', 'sendmsg', 'sendmmsg', 'fallocate'],
  ...['fsync', 'fdatasync', 'sync_file_range', 'copy_file_range', 'sendfile', 'splice', 'io_uring_setup'],
]
  // Not every processor has every one of them.
  .map((name) => `?${name}`)
  .join(',')

const otherNames: Record<string, string> = {
  ...{ open: 'openat', mkdirat: 'mkdir', unlinkat: 'unlink', linkat: 'link' },
  ...{ renameat: 'rename', fdatasync: 'fsync' },
}

const overwriting = /^(PUT|DELETE) \S*\/extension\/(\d+)\/profile-image /

/**
 * The operations of a trace on what lies below `root`, each at its beginning and its end. A call that changes a watched
 * file in a way that is not known here is an error: the recording would not tell everything.
 */
export function stepsOf(trace: string, root: string, isWatched: (path: string) => boolean): Step[] {
  const steps: { line: number; step: Step }[] = []

  function below(name: string): string | undefined {
    const relative = path.relative(root, path.resolve('/', name))
    const isBelow = !relative.startsWith('..') && !path.isAbsolute(relative)
    return isBelow && isWatched(relative) ? relative : undefined
  }

  const reader: Reader = { below, positions: new Map() }
  for (const call of systemCalls(trace)) {
    if (call.result !== undefined && call.result < 0) continue
    for (const operation of operationsOf(call, reader)) {
      steps.push({ line: call.firstLine, step: { operation, phase: 'begun' } })
      if (call.lastLine !== undefined)
        steps.push({ line: call.lastLine, step: { operation, phase: 'ended' } })
    }
  }
  return steps.sort((a, b) => a.line - b.line).map(({ step }) => step)
}

/** Turns a call into what it does to watched files. */
interface Reader {
  below(name: string): string | undefined
  /** Where the next write goes, by handle and file: a number is given anew as soon as its file is closed. */
  positions: Map<string, number | 'end'>
}

function operationsOf(call: SystemCall, reader: Reader): Operation[] {
  const { args } = call
  const name = otherNames[call.name] ?? call.name
  const handle = handleIn(args)
  const file = handle && reader.below(handle.name)
  if (name === 'openat') return opened(call, reader)
  if (name === 'mkdir' || name === 'unlink' || name === 'link' || name === 'rename')
    return renamed(name, args, reader)
  if (file === undefined && isSending.has(name)) return sent(Buffer.concat(bytesIn(args)))
  if (handle && file !== undefined) {
    if (name === 'write' || name === 'pwrite64') return written(call, name, handle.number, file, reader)
    if (name === 'ftruncate') return [{ kind: 'cut', path: file, length: Number(/(\d+)$/.exec(args)?.[1]) }]
    if (name === 'fsync') return [{ kind: 'sync', path: file }]
  }
  const mapped = name === 'mmap' ? mappedToWrite(args) : undefined
  const touched = [handle?.name, mapped, ...bytesIn(args).map(String)]
  if (touched.every((one) => one === undefined || reader.below(one) === undefined)) return []
  throw new Error(`${name} of a watched file is not known to the model: ${args.slice(0, 200)}`)
}

const isSending = new Set(['write', 'pwrite64', 'writev', 'sendto', 'sendmsg'])

function opened({ args, result }: SystemCall, { below, positions }: Reader): Operation[] {
  const file = below(String(bytesIn(args)[0]))
  if (file === undefined) return []
  if (result !== undefined) positions.set(`${result} ${file}`, args.includes('O_APPEND') ? 'end' : 0)
  return [
    ...(args.includes('O_CREAT') ? [{ kind: 'make file', path: file } as const] : []),
    ...(args.includes('O_TRUNC') ? [{ kind: 'cut', path: file, length: 0 } as const] : []),
  ]
}

function renamed(name: 'mkdir' | 'unlink' | 'link' | 'rename', args: string, { below }: Reader): Operation[] {
  const [file, to] = bytesIn(args).map((text) => below(text.toString()))
  if (file === undefined) return []
  if (name === 'mkdir') return [{ kind: 'make folder', path: file }]
  if (name === 'unlink') return [{ kind: 'remove', path: file }]
  if (to === undefined) throw new Error(`${name} of ${file} leads out of the watched folder`)
  return [{ kind: name, path: file, to }]
}

function written(
  { args, result }: SystemCall,
  name: 'write' | 'pwrite64',
  handle: number,
  file: string,
  { positions }: Reader,
): Operation[] {
  const bytes = (bytesIn(args)[0] ?? Buffer.alloc(0)).subarray(0, result)
  if (name === 'pwrite64')
    return [{ kind: 'write', path: file, at: Number(/, (\d+)$/.exec(args)?.[1]), bytes }]
  const open = `${handle} ${file}`
  const at = positions.get(open) ?? 0
  if (at !== 'end') positions.set(open, at + bytes.length)
  return [{ kind: 'write', path: file, at, bytes }]
}

function sent(bytes: Buffer): Operation[] {
  const [, method, person] = overwriting.exec(bytes.subarray(0, 500).toString('latin1')) ?? []
  return method === undefined || person === undefined ? [] : [{ kind: 'send', method, person }]
}

/** What is mapped to be read, or privately, changes no file. */
function mappedToWrite(args: string): string | undefined {
  if (!args.includes('MAP_SHARED') || !args.includes('PROT_WRITE')) return undefined
  return handleIn(args.replace(/^.*?, (?=\d+<)/, ''))?.name
}
