import { existsSync } from 'node:fs'
import path from 'node:path'
import { AppError, messageOf } from '../errors.ts'
import { versionOf } from './ledger-schema.ts'
import { openSqlite, type Sqlite } from './sqlite.ts'

/** The ledger in `folder`, for reading only; undefined where there is none. Creates no file and takes no lock. */
export function openLedgerFile(folder: string): Sqlite | undefined {
  const file = path.join(folder, 'ledger.sqlite')
  if (!existsSync(file)) return undefined
  try {
    const database = openSqlite(file, existsSync(`${file}-wal`) ? 'read' : 'read-immutable')
    if (versionOf(database) > 0) return database
    database.close()
    return undefined
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('vault-damaged', `The ledger cannot be read: ${messageOf(error)}`, {
      hint: `Put ${file} back from a backup; the originals beside it are untouched.`,
      cause: error,
    })
  }
}
