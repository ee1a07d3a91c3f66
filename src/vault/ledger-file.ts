import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { AppError, messageOf } from '../errors.ts'
import { versionOf } from './ledger-schema.ts'
import { viewAsCurrent } from './ledger-upgrade.ts'
import { hasLines } from './originals-list.ts'
import { openSqlite, type Sqlite } from './sqlite.ts'

/** What to do about a ledger that is gone or cannot be read. */
const damagedLedgerHint =
  'Put ledger.sqlite back from a backup, or make it anew from the list of originals: avatarctl vault verify --rebuild. The originals beside it are untouched.'

/**
 * Throws `AppError` `vault-damaged` where originals are listed and the ledger that knows about them is gone: a new one
 * would take our own pictures for somebody's choice.
 */
export async function mustHaveLedger(folder: string): Promise<void> {
  const file = path.join(folder, 'ledger.sqlite')
  const isThere = existsSync(file) && (statSync(file).size > 0 || existsSync(`${file}-wal`))
  if (isThere || !(await hasLines(folder))) return
  throw new AppError('vault-damaged', `The ledger of the vault is gone: there is no ${file}`, {
    hint: damagedLedgerHint,
  })
}

/** The ledger in `folder`, for reading only; undefined where there is none. Creates no file and takes no lock. */
export function openLedgerFile(folder: string): Sqlite | undefined {
  const file = path.join(folder, 'ledger.sqlite')
  if (!existsSync(file)) return undefined
  try {
    const database = openSqlite(file, existsSync(`${file}-wal`) ? 'read' : 'read-immutable')
    if (versionOf(database) === 0) {
      database.close()
      return undefined
    }
    viewAsCurrent(database)
    return database
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('vault-damaged', `The ledger cannot be read: ${messageOf(error)}`, {
      hint: damagedLedgerHint,
      cause: error,
    })
  }
}
