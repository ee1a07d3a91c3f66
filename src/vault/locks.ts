import { createHash } from 'node:crypto'
import { chmod, readFile, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError, messageOf } from '../errors.ts'
import { makePrivateFolder } from './durable-file.ts'
import { openSqlite, type Sqlite } from './sqlite.ts'
import { unwritable } from './vault-error.ts'

/** Who holds a lock, for the message that another run gets. */
export interface LockHolder {
  command: string
  pid: number
  startedAt: string
}

export interface HeldLock {
  release(): Promise<void>
}

/**
 * Takes the lock of one directory for the length of a run, and a share in the lock of the whole vault.
 *
 * The lock is an exclusive transaction on a small SQLite file of its own, so the kernel frees it when the process
 * dies, whatever the reason: none is ever stale, none is judged by its age. The file must not be opened by anything
 * else in this process, as closing any other handle on it drops the kernel's lock.
 * Throws `AppError` `locked` when another run holds it.
 */
export async function takeLock(folder: string, directory: string, holder: LockHolder): Promise<HeldLock> {
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 32)
  const note = path.join(folder, `${name}.json`)
  let vault: Sqlite | undefined
  let lock: Sqlite | undefined
  try {
    await makePrivateFolder(folder)
    vault = await hold(path.join(folder, 'vault.sqlite'), 'SHARED')
    if (!vault) {
      throw new AppError('locked', 'Another command needs the vault for itself', {
        hint: 'Wait until it has ended, and run the same again.',
      })
    }
    lock = await hold(path.join(folder, `${name}.sqlite`), 'EXCLUSIVE')
    if (!lock) throw await lockedBy(directory, note)
    // Only a message for people: what decides is the kernel's lock.
    await writeFile(note, JSON.stringify(holder) + '\n', { mode: 0o600 })
  } catch (error) {
    lock?.close()
    vault?.close()
    throw unwritable('its lock', error)
  }
  const held = [lock, vault]
  return {
    async release() {
      await unlink(note).catch(() => undefined)
      for (const database of held) {
        database.exec('ROLLBACK')
        database.close()
      }
    },
  }
}

async function hold(file: string, mode: 'SHARED' | 'EXCLUSIVE'): Promise<Sqlite | undefined> {
  const database = openSqlite(file, 'write')
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE')
    await chmod(file, 0o600)
    if (mode === 'EXCLUSIVE') {
      database.exec('BEGIN EXCLUSIVE')
    } else {
      database.exec('BEGIN')
      // A deferred transaction takes its shared lock with the first read.
      database.get('SELECT count(*) AS tables FROM sqlite_master')
    }
    return database
  } catch (error) {
    database.close()
    if (/locked|busy/i.test(messageOf(error))) return undefined
    throw error
  }
}

async function lockedBy(directory: string, note: string): Promise<AppError> {
  const holder = await readFile(note, 'utf8')
    .then((text) => JSON.parse(text) as LockHolder)
    .catch(() => undefined)
  const who = holder
    ? `\`avatarctl ${holder.command}\` (process ${holder.pid}, since ${holder.startedAt})`
    : 'another run'
  return new AppError('locked', `${directory} is in use by ${who}`, {
    hint: 'Wait until it has ended, and run the same again. A run that died holds no lock.',
  })
}
