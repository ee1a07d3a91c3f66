import Database from 'libsql'
import { messageOf } from '../errors.ts'

/** What may be bound: anything else (a boolean, a Date, an object) ends the whole process inside libsql. */
export type Value = null | number | string | Uint8Array

export type Row = Record<string, Value>

/** The only door to libsql. Synchronous: nothing can come between the statements of a transaction. */
export interface Sqlite {
  run(sql: string, ...values: Value[]): { lastId: number }
  get(sql: string, ...values: Value[]): Row | undefined
  all(sql: string, ...values: Value[]): Row[]
  exec(sql: string): void
  close(): void
}

interface Statement {
  run(...values: Value[]): { lastInsertRowid: number | bigint }
  get(...values: Value[]): Row | undefined
  all(...values: Value[]): Row[]
}

/**
 * Opens a database. Reading only goes through a URI, as libsql ignores its own `readonly` option; a database in WAL
 * mode that nobody has open is read as immutable, since SQLite would otherwise create files beside it.
 */
export function openSqlite(file: string, access: 'write' | 'read' | 'read-immutable'): Sqlite {
  const database = new Database(access === 'write' ? file : readOnlyUri(file, access))
  const statements = new Map<string, Statement>()

  function prepare(sql: string): Statement {
    let statement = statements.get(sql)
    if (!statement) {
      statement = database.prepare(sql) as unknown as Statement
      statements.set(sql, statement)
    }
    return statement
  }

  return {
    run(sql, ...values) {
      return { lastId: Number(prepare(sql).run(...values.map(checked)).lastInsertRowid) }
    },
    get(sql, ...values) {
      const row = prepare(sql).get(...values.map(checked))
      return row && unescaped(row)
    },
    all: (sql, ...values) =>
      prepare(sql)
        .all(...values.map(checked))
        .map(unescaped),
    exec: (sql) => void database.exec(sql),
    close() {
      statements.clear()
      database.close()
    },
  }
}

function readOnlyUri(file: string, access: 'read' | 'read-immutable'): string {
  const path = file.split(/[\\/]/).map(encodeURIComponent).join('/')
  return `file:${path}?mode=ro${access === 'read-immutable' ? '&immutable=1' : ''}`
}

function checked(value: Value): Value {
  const fits =
    value === null ||
    typeof value === 'string' ||
    (typeof value === 'number' && Number.isFinite(value)) ||
    value instanceof Uint8Array
  if (!fits) throw new TypeError(`a ${typeof value} cannot be bound to an SQLite statement`)
  return typeof value === 'string' ? value.replace(unstorable, escaped) : value
}

// SQLite ends text at a NUL and libsql turns a lone surrogate into U+FFFD: two ids would become one. Both, and the
// character that marks them, are written as that character and four hexadecimal digits.
const mark = '\u001a'
const unstorable = /[\0\u001a]|\p{Surrogate}/gu
const escaped = (unit: string) => mark + unit.charCodeAt(0).toString(16).padStart(4, '0')

function unescaped(row: Row): Row {
  for (const [name, value] of Object.entries(row)) {
    if (typeof value !== 'string' || !value.includes(mark)) continue
    row[name] = value.replace(/\u001a([0-9a-f]{4})/g, (_, unit: string) =>
      String.fromCharCode(parseInt(unit, 16)),
    )
  }
  return row
}

/** Does something in one transaction, or not at all. */
export function inTransaction<T>(database: Sqlite, step: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = step()
    database.exec('COMMIT')
    return result
  } catch (error) {
    rollBack(database)
    throw error
  }
}

/** Ends a transaction that failed, so that its own error is what is reported. */
export function rollBack(database: Sqlite): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // SQLite has rolled back by itself, as it does when the disk is full.
  }
}

/** Whether it failed because somebody else has the file. */
export function isBusy(error: unknown): boolean {
  return /locked|busy/i.test(messageOf(error))
}

/**
 * Does something again while another process is in the way. SQLite waits by itself for nearly everything, but not when
 * two processes turn the same new file to a write-ahead log.
 */
export async function whileBusy<T>(step: () => T): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return step()
    } catch (error) {
      if (tries >= 100 || !isBusy(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
