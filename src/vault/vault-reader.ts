import { AppError } from '../errors.ts'
import type { VaultReader } from '../ports.ts'
import type { ChangeRecord, ChangeState, RunOutcome, RunRecord, VaultEntry } from '../records.ts'
import { mustHaveLedger, openLedgerFile } from './ledger-file.ts'
import { readOriginal } from './originals.ts'
import { originalColumns, originalFrom, text } from './rows.ts'
import type { Row, Sqlite, Value } from './sqlite.ts'

/** Opens the vault in `folder` for reading; an empty one where there is none yet. */
export async function openVaultReader(folder: string): Promise<VaultReader> {
  await mustHaveLedger(folder)
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

    read: (sha256) => readOriginal(folder, sha256),

    [Symbol.dispose]: () => database?.close(),
  }
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
    o.sha256, o.media_type, o.name, o.version, o.bytes, o.saved, o.own, o.pruned
  FROM changes c LEFT JOIN originals o ON o.id = c.original
  WHERE c.id > ? AND c.run = ? ORDER BY c.id LIMIT 1000`

const originalQuery = `
  SELECT ${originalColumns
    .split(', ')
    .map((column) => `o.${column}`)
    .join(', ')}, o.directory, p.name AS person_name, p.email, p.extension
  FROM originals o LEFT JOIN people p ON p.directory = o.directory AND p.person = o.person
  WHERE o.id > ? ORDER BY o.id LIMIT 1000`

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
  const { person_name: name, email, extension } = row
  const who = { name: text(name), email: text(email), extension: text(extension) }
  return { ...originalFrom(row), directory: String(row['directory']), who }
}
