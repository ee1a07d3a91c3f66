import { createHash, randomBytes } from 'node:crypto'
import { chmod, unlink } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, messageOf } from '../errors.ts'
import { makePrivateFolder } from './durable-file.ts'
import {
  livingHolders,
  type LockHolder,
  type Note,
  noteFile,
  notesIn,
  readNote,
  words,
  writeNote,
} from './lock-notes.ts'
import { isBusy, openSqlite, rollBack, type Sqlite } from './sqlite.ts'
import { unwritable } from './vault-error.ts'

export interface HeldLock {
  /**
   * Throws `AppError` `locked` when somebody else has taken the lock all the same: on a file system without locks
   * between processes, or because its files were removed.
   */
  mustHold(): Promise<void>
  release(): Promise<void>
}

const vaultLock = 'vault'

/**
 * Takes the lock of one directory for the length of a run, and a share in the lock of the whole vault.
 *
 * The lock is an exclusive transaction on a small SQLite file of its own, so the kernel frees it when the process
 * dies, whatever the reason: none is ever stale, none is judged by its age. The file must not be opened by anything
 * else in this process, as closing any other handle on it drops the kernel's lock; `mustHold` notices even that.
 * Throws `AppError` `locked` when another run holds it.
 */
export async function takeLock(folder: string, directory: string, holder: LockHolder): Promise<HeldLock> {
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 32)
  return await take(folder, [
    { name: vaultLock, mode: 'SHARED', busy: () => vaultInUse(folder, [vaultLock]) },
    { name, mode: 'EXCLUSIVE', note: { ...holder, directory }, busy: () => inUse(folder, name, directory) },
  ])
}

/** Takes the whole vault for itself: no run works meanwhile. Throws `AppError` `locked` while one does. */
export async function takeVaultLock(folder: string, holder: LockHolder): Promise<HeldLock> {
  const busy = async () => vaultInUse(folder, await notesIn(folder))
  return await take(folder, [{ name: vaultLock, mode: 'EXCLUSIVE', note: holder, busy }])
}

/** Takes the plugins of a data folder for itself. Throws `AppError` `locked` while somebody else changes them. */
export async function takePluginLock(folder: string, holder: LockHolder): Promise<HeldLock> {
  return await takeAlone(folder, 'plugins', 'Plugins', holder)
}

/** Takes the settings file for itself, to change it. Throws `AppError` `locked` while somebody else changes it. */
export async function takeSettingsLock(folder: string, holder: LockHolder): Promise<HeldLock> {
  return await takeAlone(folder, 'settings', 'The settings', holder)
}

async function takeAlone(folder: string, name: string, what: string, holder: LockHolder): Promise<HeldLock> {
  const busy = async () => {
    const [by] = await livingHolders(folder, [name])
    const message = `${what} are being changed by ${by ?? 'another command'}`
    return new AppError('locked', message, { hint: waitHint })
  }
  return await take(folder, [{ name, mode: 'EXCLUSIVE', note: holder, busy }])
}

/** How often a lock that somebody else holds is asked for again, in milliseconds. */
const askAgainMs = 250

/** Whether, and how, a lock that somebody else holds is waited for. */
export interface LockWait {
  wait: boolean
  /** Ends the waiting. */
  signal: AbortSignal
  /** Told once for each holder that is waited for. */
  onWait(sentence: string): void
}

/** Takes a lock, at once or as soon as it is free. Throws `AppError` `locked`, or the signal's reason. */
export async function whenFree<T>(take: () => Promise<T>, { wait, signal, onWait }: LockWait): Promise<T> {
  let told = ''
  for (;;) {
    try {
      return await take()
    } catch (error) {
      if (!wait || !(error instanceof AppError) || error.code !== 'locked') throw error
      if (error.message !== told) onWait(`${error.message}. Waiting until it has ended.`)
      told = error.message
    }
    await sleep(askAgainMs, undefined, { signal })
  }
}

interface Wish {
  name: string
  mode: 'SHARED' | 'EXCLUSIVE'
  /** What others are told while it is held. */
  note?: LockHolder & { directory?: string }
  /** What is said when somebody else has it. */
  busy(): Promise<AppError>
}

async function take(folder: string, wishes: readonly Wish[]): Promise<HeldLock> {
  const token = randomBytes(8).toString('hex')
  const held: Sqlite[] = []
  const noted: string[] = []
  const letGo = () => {
    for (const database of held.reverse()) {
      // A connection may stay open for a while after it was closed; its transaction, which is the lock, does not.
      rollBack(database)
      database.close()
    }
  }
  try {
    await makePrivateFolder(folder)
    for (const { name, mode, note, busy } of wishes) {
      const database = await hold(path.join(folder, `${name}.sqlite`), mode)
      if (!database) throw await busy()
      held.push(database)
      if (!note) continue
      await writeNote(folder, name, { ...note, token })
      noted.push(name)
    }
  } catch (error) {
    letGo()
    throw unwritable('its lock', error)
  }
  return {
    async mustHold() {
      for (const name of noted) {
        const note = await readNote(folder, name).catch((error: unknown) => {
          throw unwritable('its lock', error)
        })
        if (note?.token !== token) throw lost(note)
      }
    },
    async release() {
      for (const name of noted) {
        const note = await readNote(folder, name).catch(() => undefined)
        if (note?.token === token) await unlink(noteFile(folder, name)).catch(() => undefined)
      }
      letGo()
    },
  }
}

/** Takes the session of one connection for itself, for a moment. Throws `AppError` `locked` while somebody else has it. */
export async function takeSessionLock(folder: string, connection: string): Promise<HeldLock> {
  const busy = () =>
    Promise.resolve(
      new AppError('locked', `The sign-in of ${connection} is in use by another run`, {
        hint: 'Wait until it has ended, and run the same again.',
      }),
    )
  const name = createHash('sha256').update(connection).digest('hex').slice(0, 32)
  try {
    return await take(folder, [{ name, mode: 'EXCLUSIVE', busy }])
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'locked') throw error
    const message = `The sign-in of ${connection} cannot be held in ${folder}: ${messageOf(error.cause)}`
    throw new AppError('cannot-write-output', message, {
      hint: 'Make room on that disk and give this user the right to write there.',
      cause: error,
    })
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
    if (isBusy(error)) return undefined
    throw error
  }
}

const waitHint =
  'Wait until it has ended, or give --wait to do so, and run the same again. A run that died holds no lock.'

async function inUse(folder: string, name: string, directory: string): Promise<AppError> {
  const [holder] = await livingHolders(folder, [name])
  return new AppError(
    'locked',
    `${directory} is in use by ${holder?.replace(` of ${directory}`, '') ?? 'another run'}`,
    {
      hint: waitHint,
    },
  )
}

async function vaultInUse(folder: string, names: readonly string[]): Promise<AppError> {
  const holders = await livingHolders(folder, names)
  return new AppError('locked', `The vault is in use by ${holders.join(' and ') || 'another command'}`, {
    hint: waitHint,
  })
}

function lost(note: Note | undefined): AppError {
  const by = note ? ` by ${words(note)}` : ''
  return new AppError('locked', `The lock of this run was taken away${by}; nothing more is sent`, {
    hint: 'The data folder has to lie on a file system whose locks work between processes, and the files in its folder `locks` are not to be removed during a run. Run the same again to go on.',
  })
}
