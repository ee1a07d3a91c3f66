import {
  type Content,
  type ContentChange,
  type File,
  type Folder,
  type NameChange,
  rename,
  written,
} from './disk.ts'

export type Change = NameChange | ContentChange

/** Which of the ways in which a change may have reached the disk: 0 is not at all, 1 is wholly. */
export type Outcome = ReadonlyMap<Change, number>

/** What may be on the disk of some files after a power cut: it depends on these changes and on nothing else. */
export interface AtStake {
  changes: Change[]
  /** The same as long as nothing about these files has changed. */
  signature: string
}

const sector = 512

/** Looks for everything unsynced on the way to `paths`, and in what they may name. */
export function atStake(root: Folder, paths: readonly string[]): AtStake {
  const changes = new Set<Change>()
  const seen: string[] = []
  for (const path of paths) {
    let places = new Set<Folder | File>([root])
    for (const name of path.split('/')) {
      const next = new Set<Folder | File>()
      for (const place of places) {
        if (place.kind === 'file') continue
        const named = place.pending.filter((change) => change.name === name)
        for (const change of named) changes.add(change)
        for (const node of [place.durable.get(name), ...named.map((change) => change.node)])
          if (node) next.add(node)
        seen.push(`${numberOf(place)}.${place.durable.get(name) ? numberOf(place.durable.get(name)!) : ''}`)
      }
      places = next
    }
    for (const file of places) {
      seen.push(`${numberOf(file)}:${file.synced}`)
      if (file.kind === 'file') for (const change of file.pending) changes.add(change)
    }
  }
  const signature = [...seen, '|', ...[...changes].map(numberOf)].join(' ')
  return { changes: [...changes], signature }
}

/** In how many ways a change may have reached the disk. */
export function waysOf(change: Change): number {
  return 'node' in change ? 2 : contentWays(change).length
}

/** The bytes under a path after a power cut with that outcome; undefined where there is no file. */
export function after(root: Folder, path: string, outcome: Outcome): Buffer | undefined {
  let node: Folder | File | undefined = root
  for (const name of path.split('/')) {
    if (node?.kind !== 'folder') return undefined
    const names: Map<string, Folder | File> = new Map(node.durable)
    for (const change of node.pending)
      if (change.name === name && outcome.get(change) === 1) rename(names, change)
    node = names.get(name)
  }
  if (node?.kind !== 'file') return undefined
  const kept = node.pending.flatMap((change) => contentWays(change)[outcome.get(change) ?? 0] ?? [])
  return written(node.durable, kept)
}

/** What an outcome has lost or torn, for people. */
export function describeOutcome(outcome: Outcome): string {
  const lines = [...outcome].filter(([, way]) => way !== 1)
  const words = lines.map(([change, way]) => {
    const how = way === 0 ? 'lost' : `torn (${way})`
    if ('node' in change) return `name ${change.name} ${change.node ? 'given' : 'removed'}: ${how}`
    return 'length' in change ? `cut to ${change.length}: ${how}` : `${describeWrite(change)}: ${how}`
  })
  return words.join('; ') || 'everything kept'
}

const describeWrite = ({ at, bytes }: { at: number; bytes: Buffer }) => `${bytes.length} bytes at ${at}`

/** Not at all, wholly, one half of it or the other, its first sector, or only that the file is longer now. */
function contentWays(change: ContentChange): Content[][] {
  if ('length' in change) return [[], [change]]
  const { at, bytes, grows } = change
  const { length } = bytes
  const middle = length > 2 * sector ? Math.floor(length / 2 / sector) * sector : Math.floor(length / 2)
  const head = { at, bytes: bytes.subarray(0, middle) }
  const tail = { at: at + middle, bytes: bytes.subarray(middle) }
  const ways: Content[][] = [[], [change], [head], [tail]]
  if (middle > sector) ways.push([{ at, bytes: bytes.subarray(0, sector) }])
  if (grows) ways.push([{ at, bytes: Buffer.alloc(length) }])
  return ways
}

const numbers = new WeakMap<object, number>()
let last = 0

function numberOf(thing: object): number {
  const known = numbers.get(thing)
  if (known !== undefined) return known
  numbers.set(thing, (last += 1))
  return last
}
