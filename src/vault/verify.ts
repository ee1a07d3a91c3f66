import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError, messageOf } from '../errors.ts'
import type { VaultProblem } from '../records.ts'
import { openLedgerFile } from './ledger-file.ts'
import { readOriginal } from './originals.ts'
import { readLines } from './originals-list.ts'

/** What is found out about a vault. */
export interface VaultState {
  originals: number
  bytes: number
  problems: VaultProblem[]
}

/** An original that has to be there, and whose it is. */
interface Wanted {
  bytes: number
  people: VaultProblem['people']
}

/**
 * Checks that every original which the list or the ledger names is there and has its size; with `readData` hashes
 * every byte of it. Writes nothing and takes no lock.
 */
export async function verifyVault(
  folder: string,
  { readData, step = () => undefined }: { readData: boolean; step?: () => void },
): Promise<VaultState> {
  const problems: VaultProblem[] = []
  const general = (message: string) => problems.push({ sha256: null, message, people: [] })
  // Before the list: what is in the ledger was in the list before.
  const known = knownToLedger(folder, general)
  const wanted = await listed(folder, (line) => general(`line ${line} of originals.ndjson cannot be read`))
  if (!known && wanted.size > 0) general('there is no ledger (`vault verify --rebuild` makes it anew)')
  for (const [sha256, entry] of known ?? []) {
    if (wanted.has(sha256)) continue
    problems.push({ sha256, message: 'is not in originals.ndjson', people: entry.people })
    wanted.set(sha256, entry)
  }
  const files = await storedFiles(folder)
  let bytes = 0
  for (const [sha256, { bytes: size, people }] of wanted) {
    step()
    const problem = (message: string) => problems.push({ sha256, message, people })
    const found = files.get(sha256)
    if (found === undefined) problem('is missing')
    else if (found !== size) problem(`has ${found} bytes instead of ${size}`)
    else if (readData) {
      try {
        bytes += (await readOriginal(folder, sha256)).length
      } catch (error) {
        problem(messageOf(error).replace(/^The stored original \S+ /, ''))
      }
    } else bytes += found
  }
  return { originals: wanted.size, bytes, problems: await stillStanding(folder, problems) }
}

/** What was pruned or forgotten while it was looked for is no problem. */
async function stillStanding(folder: string, problems: VaultProblem[]): Promise<VaultProblem[]> {
  if (problems.every(({ sha256 }) => sha256 === null)) return problems
  const known = knownToLedger(folder, () => undefined)
  const wanted = await listed(folder, () => undefined)
  return problems.filter(({ sha256 }) => sha256 === null || wanted.has(sha256) || known?.has(sha256))
}

/** Every original that the list names and that was not given up since. */
async function listed(folder: string, onBroken: (line: number) => void): Promise<Map<string, Wanted>> {
  const wanted = new Map<string, Wanted>()
  for await (const { sha256, prunedAt, bytes, directory, person } of readLines(folder, onBroken)) {
    if (sha256 !== null && prunedAt === undefined) note(wanted, sha256, bytes, { directory, person })
  }
  return wanted
}

/** Every original that the ledger names; undefined where there is none that can be read. */
function knownToLedger(
  folder: string,
  onProblem: (message: string) => void,
): Map<string, Wanted> | undefined {
  let database
  try {
    database = openLedgerFile(folder)
    if (!database) return undefined
    const check = database.get('PRAGMA quick_check')?.['quick_check']
    if (check !== 'ok') onProblem(`the ledger is damaged: ${String(check)}`)
    const rows = database.all(
      `SELECT sha256, bytes, directory, person FROM originals WHERE sha256 IS NOT NULL AND pruned IS NULL`,
    )
    const known = new Map<string, Wanted>()
    for (const { sha256, bytes, directory, person } of rows)
      note(known, String(sha256), Number(bytes), { directory: String(directory), person: String(person) })
    return known
  } catch (error) {
    if (error instanceof AppError && error.code === 'vault-newer') throw error
    onProblem(`the ledger cannot be read: ${messageOf(error)} (\`vault verify --rebuild\` makes it anew)`)
    return new Map()
  } finally {
    database?.close()
  }
}

function note(
  wanted: Map<string, Wanted>,
  sha256: string,
  bytes: number,
  whose: Wanted['people'][number],
): void {
  const entry = wanted.get(sha256) ?? { bytes, people: [] }
  const isNew = !entry.people.some(
    ({ directory, person }) => directory === whose.directory && person === whose.person,
  )
  // Everybody may have the same default picture.
  if (isNew && entry.people.length < 20) entry.people.push(whose)
  wanted.set(sha256, entry)
}

/** The size of every original that is there. */
async function storedFiles(folder: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  const root = path.join(folder, 'originals')
  for (const shelf of await readdir(root).catch(() => [])) {
    for (const name of await readdir(path.join(root, shelf)).catch(() => [])) {
      const sha256 = name.split('.')[0] ?? ''
      if (sha256.length === 64) sizes.set(sha256, (await stat(path.join(root, shelf, name))).size)
    }
  }
  return sizes
}
