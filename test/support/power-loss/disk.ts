import type { Operation, Step } from './operations.ts'

/** What is not synced may be on the disk or not, each change by itself, whatever came before or after it. */
interface Pending {
  /** The call has come back: a sync that begins from now on covers it. */
  issued: boolean
}

export interface NameChange extends Pending {
  name: string
  /** What has that name from now on; undefined where the name was removed. */
  node: Node | undefined
}

/** Bytes that come to stand somewhere in a file, or a new length for it. */
export type Content = { at: number; bytes: Buffer } | { length: number }

export type ContentChange = Pending & Content & { grows: boolean }

export interface File {
  kind: 'file'
  /** Raised with every sync. */
  synced: number
  durable: Buffer
  pending: ContentChange[]
}

export interface Folder {
  kind: 'folder'
  synced: number
  durable: Map<string, Node>
  pending: NameChange[]
}

export type Node = File | Folder

/**
 * A disk that promises as little as POSIX does: a file's bytes are safe once that file was synced, its name once the
 * folder was that holds it, and neither says anything of the other.
 */
export interface Disk {
  root: Folder
  /** Every path under which something was ever put by a link or a rename. */
  linked: ReadonlySet<string>
  take(step: Step): void
  /** Everything as a process sees it while the power is on. */
  live(path: string): Node | undefined
}

export function makeDisk(): Disk {
  const root = emptyFolder()
  const linked = new Set<string>()
  const begun = new Map<Operation, () => void>()

  function live(path: string): Node | undefined {
    let node: Node | undefined = root
    for (const name of path.split('/').filter(Boolean))
      node = node?.kind === 'folder' ? liveNames(node).get(name) : undefined
    return node
  }

  function must<Kind extends Node['kind']>(path: string, kind: Kind): Extract<Node, { kind: Kind }> {
    const node = live(path)
    if (node?.kind !== kind) throw new Error(`the recording uses a ${kind} that was never made: ${path}`)
    return node as Extract<Node, { kind: Kind }>
  }

  function called(path: string, node: Node | undefined): () => void {
    const slash = path.lastIndexOf('/')
    const change: NameChange = { issued: false, name: path.slice(slash + 1), node }
    must(path.slice(0, Math.max(slash, 0)), 'folder').pending.push(change)
    return () => void (change.issued = true)
  }

  function change(file: File, made: ContentChange): () => void {
    file.pending.push(made)
    return () => void (made.issued = true)
  }

  /** What the operation does when it begins, and what when it has ended. */
  function begin(operation: Operation): () => void {
    switch (operation.kind) {
      case 'make folder':
        return called(operation.path, emptyFolder())
      case 'make file':
        return live(operation.path)
          ? () => undefined
          : called(operation.path, { kind: 'file', synced: 0, durable: Buffer.alloc(0), pending: [] })
      case 'remove':
        return called(operation.path, undefined)
      case 'link':
      case 'rename': {
        linked.add(operation.to)
        const ends = [called(operation.to, must(operation.path, 'file'))]
        if (operation.kind === 'rename') ends.push(called(operation.path, undefined))
        return () => ends.forEach((end) => end())
      }
      case 'write': {
        const file = must(operation.path, 'file')
        const size = liveBytes(file).length
        const at = operation.at === 'end' ? size : operation.at
        const { bytes } = operation
        return change(file, { issued: false, at, bytes, grows: at + bytes.length > size })
      }
      case 'cut':
        return change(must(operation.path, 'file'), { issued: false, length: operation.length, grows: false })
      case 'sync': {
        const node = live(operation.path)
        if (!node) throw new Error(`the recording syncs what was never made: ${operation.path}`)
        return node.kind === 'file' ? syncFile(node) : syncFolder(node)
      }
      case 'send':
        return () => undefined
    }
  }

  return {
    ...{ root, linked, live },
    take({ operation, phase }) {
      if (phase === 'begun') begun.set(operation, begin(operation))
      else begun.get(operation)?.()
    },
  }
}

/** A sync covers what was issued when it began, and counts from when it has ended. */
function syncFile(file: File): () => void {
  const covered = new Set(file.pending.filter(({ issued }) => issued))
  return () => {
    const safe = file.pending.filter((change) => covered.has(change))
    file.durable = written(file.durable, safe)
    file.pending = file.pending.filter((change) => !covered.has(change))
    file.synced += 1
  }
}

function syncFolder(folder: Folder): () => void {
  const covered = new Set(folder.pending.filter(({ issued }) => issued))
  return () => {
    for (const change of folder.pending) if (covered.has(change)) rename(folder.durable, change)
    folder.pending = folder.pending.filter((change) => !covered.has(change))
    folder.synced += 1
  }
}

export function rename(names: Map<string, Node>, { name, node }: NameChange): void {
  if (node) names.set(name, node)
  else names.delete(name)
}

/** The bytes of a file after some changes. */
export function written(before: Buffer, changes: readonly Content[]): Buffer {
  const ends = changes.map((change) => ('length' in change ? change.length : change.at + change.bytes.length))
  const room = Buffer.alloc(Math.max(before.length, ...ends))
  before.copy(room)
  let size = before.length
  for (const [index, change] of changes.entries()) {
    const end = ends[index]!
    if ('length' in change) room.fill(0, end)
    else change.bytes.copy(room, change.at)
    size = 'length' in change ? end : Math.max(size, end)
  }
  return room.subarray(0, size)
}

export function liveNames(folder: Folder): Map<string, Node> {
  const names = new Map(folder.durable)
  for (const change of folder.pending) rename(names, change)
  return names
}

export function liveBytes(file: File): Buffer {
  return written(file.durable, file.pending)
}

function emptyFolder(): Folder {
  return { kind: 'folder', synced: 0, durable: new Map(), pending: [] }
}
