import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import { AppError, codeOf, messageOf } from '../errors.ts'

/** What is known of a secret here: itself, or that the keyring has it. */
export type Kept = { secret: string } | { in: 'keyring' }

/**
 * A folder with a file for each secret, which nobody but its owner can look into. Two that write at the same time replace
 * no more than what they write, and a file is the old or the new one, whole.
 */
export interface SecretFolder {
  readonly path: string
  /** What is kept, by connection and name. Throws `AppError` where others can look into it, or it is not right. */
  read(): Promise<Record<string, Record<string, Kept>>>
  /** Durably. Throws `AppError`. */
  write(connection: string, kept: Readonly<Record<string, Kept>>): Promise<void>
  /** Everything of a connection, durably; also what a killed process has left. Throws `AppError`. */
  remove(connection: string): Promise<void>
}

/** Not the name alone: Windows has no files called `con` or `aux`. */
const beginningOf = (connection: string) => `secret.${connection}.`
const nameOf = (connection: string, name: string) =>
  `${beginningOf(connection)}${encodeURIComponent(name).replaceAll('.', '%2E')}.json`

export function secretFolder(folder: string): SecretFolder {
  async function kept(file: string): Promise<Kept | undefined> {
    const whole = path.join(folder, file)
    await mustBeOwn(whole, 'chmod 600')
    let text
    try {
      text = await readFile(whole, 'utf8')
    } catch (error) {
      // Somebody has taken it away meanwhile.
      if (codeOf(error) === 'ENOENT') return undefined
      throw notUsed(whole, messageOf(error), 'Give this user the right to read it.')
    }
    const found = parsed(text)
    if (found) return found
    throw notUsed(
      whole,
      'it is not what avatarctl wrote',
      'Take it away, and sign in anew with `avatarctl login`.',
    )
  }

  /** Does something in the folder, and makes it last. */
  async function durably(work: () => Promise<void>): Promise<void> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await chmod(folder, 0o700)
      await work()
      await syncFolder(folder)
      await syncFolder(path.dirname(folder))
    } catch (error) {
      throw new AppError(
        'cannot-write-output',
        `The secrets in ${folder} cannot be changed: ${messageOf(error)}`,
        {
          hint: 'Make room on that disk and give this user the right to write there.',
          cause: error,
        },
      )
    }
  }

  async function replace(file: string, text: string): Promise<void> {
    const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
    try {
      const handle = await open(temporary, 'wx', 0o600)
      try {
        await handle.chmod(0o600)
        await handle.writeFile(text)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(temporary, file)
    } catch (error) {
      await unlink(temporary).catch(() => undefined)
      throw error
    }
  }

  return {
    path: folder,

    async read() {
      const all: Record<string, Record<string, Kept>> = {}
      for (const file of await filesIn(folder)) {
        const [kind, connection = '', name = '', ...rest] = file.split('.')
        if (kind !== 'secret' || rest.join('.') !== 'json') continue
        const found = await kept(file)
        if (found) (all[connection] ??= {})[decodeURIComponent(name)] = found
      }
      return all
    },

    write: (connection, all) =>
      durably(async () => {
        for (const [name, one] of Object.entries(all))
          await replace(path.join(folder, nameOf(connection, name)), `${JSON.stringify(one)}\n`)
      }),

    async remove(connection) {
      const own = (await filesIn(folder)).filter((file) => file.startsWith(beginningOf(connection)))
      if (own.length === 0) return
      await durably(async () => {
        for (const file of own)
          await unlink(path.join(folder, file)).catch((error: unknown) => {
            if (codeOf(error) !== 'ENOENT') throw error
          })
      })
    },
  }
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    await mustBeOwn(folder, 'chmod 700')
    return await readdir(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return []
    if (error instanceof AppError) throw error
    throw notUsed(folder, messageOf(error), 'Give this user the right to look into it.')
  }
}

/** What others may read may be known to them; what others may write may be from them. */
async function mustBeOwn(file: string, remedy: string): Promise<void> {
  if (process.platform === 'win32') return
  const { mode } = await stat(file)
  if ((mode & 0o077) === 0) return
  throw notUsed(
    file,
    'others than you have rights to it',
    `Take them away with \`${remedy} ${file}\`, and think about changing the secrets.`,
  )
}

function notUsed(what: string, why: string, hint: string): AppError {
  return new AppError('unreadable-input', `The secrets in ${what} are not used: ${why}`, { hint })
}

function parsed(text: string): Kept | undefined {
  try {
    const value = JSON.parse(text) as { secret?: unknown; in?: unknown } | null
    if (typeof value?.secret === 'string') return { secret: value.secret }
    return value?.in === 'keyring' ? { in: 'keyring' } : undefined
  } catch {
    return undefined
  }
}

/** A new name lasts once its folder is synced; not every file system has that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  try {
    await handle?.sync()
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes(codeOf(error) ?? '')) throw error
  } finally {
    await handle?.close()
  }
}
