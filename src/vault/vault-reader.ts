import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { AppError, codeOf, messageOf } from '../errors.ts'
import type { VaultReader } from '../ports.ts'
import type {
  ChangeRecord,
  ChangeState,
  RunOutcome,
  RunRecord,
  VaultEntry,
  VaultProblem,
} from '../records.ts'
import { openLedgerFile } from './ledger-file.ts'
import { type OriginalLine, readOriginal } from './originals.ts'
import { originalFrom, text } from './rows.ts'
import type { Row, Sqlite, Value } from './sqlite.ts'

/** Opens the vault in `folder` for reading; an empty one where there is none yet. */
export function openVaultReader(folder: string): VaultReader {
  const database = openLedgerFile(folder)
  return {
    runs: () =>
      database ? database.all(`${runQuery} GROUP BY r.id ORDER BY r.started, r.id`).map(runFrom) : [],

    run(id) {
      const row = database?.get(`${runQuery} WHERE r.id = ? GROUP BY r.id`, id)
      if (!database || !row) {
        throw new AppError('wrong-use', `There is no run ${id}`, {
          hint: '`avatarctl runs list` shows every run.',
        })
      }
      return { run: runFrom(row), changes: pages(database, changeQuery, changeFrom, id) }
    },

    originals: () => (database ? pages(database, originalQuery, entryFrom) : []),

    verify: (options) => verify(folder, options),

    [Symbol.dispose]: () => database?.close(),
  }
}

async function verify(
  folder: string,
  { readData, step }: { readData: boolean; step(): void },
): Promise<{ originals: number; bytes: number; problems: VaultProblem[] }> {
  const problems: VaultProblem[] = []
  const wanted = await listedOriginals(folder, problems)
  const files = await storedFiles(folder)
  let bytes = 0
  for (const [sha256, line] of wanted) {
    step()
    const size = files.get(sha256)
    const problem = (message: string) => problems.push({ sha256, message, people: line.people })
    if (size === undefined) problem('is missing')
    else if (size !== line.bytes) problem(`has ${size} bytes instead of ${line.bytes}`)
    else if (readData) {
      try {
        bytes += (await readOriginal(folder, sha256)).length
      } catch (error) {
        problem(messageOf(error).replace(/^The stored original \S+ /, ''))
      }
    } else bytes += size
  }
  return { originals: wanted.size, bytes, problems }
}

type Wanted = Map<string, { bytes: number; people: { directory: string; person: string }[] }>

/** Every original that `originals.ndjson` names; lines that cannot be read are problems, one cut short at the end is not. */
async function listedOriginals(folder: string, problems: VaultProblem[]): Promise<Wanted> {
  const wanted: Wanted = new Map()
  const lines = createInterface({
    input: createReadStream(path.join(folder, 'originals.ndjson')),
    crlfDelay: Infinity,
  })
  let number = 0
  let broken: number | undefined
  try {
    for await (const text of lines) {
      number += 1
      if (broken !== undefined)
        problems.push({
          sha256: null,
          message: `line ${broken} of originals.ndjson cannot be read`,
          people: [],
        })
      broken = undefined
      const line = parseLine(text)
      if (!line) broken = number
      else if (line.sha256 !== null) {
        const entry = wanted.get(line.sha256) ?? { bytes: line.bytes, people: [] }
        if (entry.people.length < 20) entry.people.push({ directory: line.directory, person: line.person })
        wanted.set(line.sha256, entry)
      }
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  return wanted
}

function parseLine(text: string): OriginalLine | undefined {
  try {
    const line = JSON.parse(text) as OriginalLine
    return typeof line.person === 'string' && (line.sha256 === null || /^[0-9a-f]{64}$/.test(line.sha256))
      ? line
      : undefined
  } catch {
    return undefined
  }
}

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

const runQuery = `
  SELECT r.id, r.directory, r.command, r.started, r.finished, r.outcome,
    count(*) FILTER (WHERE c.state = 'confirmed') AS confirmed, count(*) FILTER (WHERE c.state = 'failed' AND c.error_code <> 'not-begun') AS failed,
    count(*) FILTER (WHERE c.error_code = 'not-begun') AS not_begun,
    count(*) FILTER (WHERE c.state = 'unknown') AS unknown,
    count(*) FILTER (WHERE c.state IN ('planned', 'saved', 'sending')) AS open
  FROM runs r LEFT JOIN changes c ON c.run = r.id`

const changeQuery = `
  SELECT c.id, c.run, c.person, c.person_name, c.person_email, c.person_extension, c.action, c.reason, c.generator, c.state,
    c.original, c.sent_sha256, c.error_code, c.error_message, c.updated,
    o.sha256, o.media_type, o.name, o.version, o.bytes, o.saved
  FROM changes c LEFT JOIN originals o ON o.id = c.original
  WHERE c.id > ? AND c.run = ? ORDER BY c.id LIMIT 1000`

const originalQuery = `
  SELECT id, directory, person, sha256, media_type, name, version, bytes, saved, run FROM originals
  WHERE id > ? ORDER BY id LIMIT 1000`

/** Reads page by page, so that 100,000 rows never sit in memory. */
function* pages<T>(database: Sqlite, query: string, from: (row: Row) => T, ...values: Value[]): Iterable<T> {
  for (let after = 0; ;) {
    const rows = database.all(query, after, ...values)
    for (const row of rows) yield from(row)
    const last = rows.at(-1)
    if (!last) return
    after = Number(last['id'])
  }
}

function runFrom(row: Row): RunRecord {
  const { confirmed, failed, unknown, open, not_begun: notBegun } = row
  return {
    id: String(row['id']),
    directory: String(row['directory']),
    command: String(row['command']),
    startedAt: String(row['started']),
    finishedAt: text(row['finished']),
    outcome: text(row['outcome']) as RunOutcome | null,
    changes: {
      confirmed: Number(confirmed),
      failed: Number(failed),
      unknown: Number(unknown),
      open: Number(open),
      notBegun: Number(notBegun),
    },
  }
}

function changeFrom(row: Row): ChangeRecord {
  const { person_name: name, person_email: email, person_extension: extension } = row
  const before = { ...row, id: row['original'] as Value } as Row
  return {
    id: Number(row['id']),
    run: String(row['run']),
    person: {
      id: String(row['person']),
      ...(name === null ? {} : { name: String(name) }),
      ...(email === null ? {} : { email: String(email) }),
      ...(extension === null ? {} : { extension: String(extension) }),
    },
    action: String(row['action']) as ChangeRecord['action'],
    reason: String(row['reason']),
    generator: text(row['generator']),
    state: String(row['state']) as ChangeState,
    before: row['original'] === null ? null : originalFrom(before),
    sentSha256: text(row['sent_sha256']),
    error:
      row['error_code'] === null
        ? null
        : { code: String(row['error_code']), message: String(row['error_message']) },
    updatedAt: String(row['updated']),
  }
}

function entryFrom(row: Row): VaultEntry {
  return { ...originalFrom(row), directory: String(row['directory']) }
}
