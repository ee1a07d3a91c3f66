import Database from 'libsql'

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
    get: (sql, ...values) => prepare(sql).get(...values.map(checked)) ?? undefined,
    all: (sql, ...values) => prepare(sql).all(...values.map(checked)),
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
  return value
}

/** Ends a transaction that failed, so that its own error is what is reported. */
export function rollBack(database: Sqlite): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // SQLite has rolled back by itself, as it does when the disk is full.
  }
}
