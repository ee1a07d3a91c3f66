import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import { AppError, codeOf, messageOf } from '../errors.ts'

/** Secrets by connection and name, as they lie in the file. */
export type SecretsByConnection = Record<string, Record<string, string>>

/** A file of secrets that nobody but its owner can read. */
export interface SecretFile {
  readonly path: string
  /** Nothing where there is no file. Throws `AppError` where others can read it, or it is not right. */
  read(): Promise<SecretsByConnection>
  /** Replaces the whole file, durably; after a crash there is the old one or the new one. */
  write(secrets: SecretsByConnection): Promise<void>
}

/** A file in a folder of its own, 0600 in 0700. */
export function secretFile(folder: string): SecretFile {
  const file = path.join(folder, 'secrets.json')

  function notRight(why: string, hint: string): AppError {
    return new AppError('unreadable-input', `The secrets in ${file} are not used: ${why}`, { hint })
  }

  return {
    path: file,

    async read() {
      let text
      try {
        if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0)
          throw notRight(
            'others than you can read it',
            `Take that right away with \`chmod 600 ${file}\`, and think about changing them.`,
          )
        text = await readFile(file, 'utf8')
      } catch (error) {
        if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return {}
        if (error instanceof AppError) throw error
        throw notRight(messageOf(error), 'Give this user the right to read it.')
      }
      const secrets = parsed(text)
      if (!secrets)
        throw notRight(
          'it is not what avatarctl wrote',
          'Take it away, and sign in anew with `avatarctl login`.',
        )
      return secrets
    },

    async write(secrets) {
      const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await chmod(folder, 0o700)
        const handle = await open(temporary, 'wx', 0o600)
        try {
          await handle.chmod(0o600)
          await handle.writeFile(`${JSON.stringify(secrets, undefined, 2)}\n`)
          await handle.sync()
        } finally {
          await handle.close()
        }
        await rename(temporary, file)
        const parent = await open(folder, 'r')
        await parent.sync().finally(() => parent.close())
      } catch (error) {
        await unlink(temporary).catch(() => undefined)
        throw new AppError(
          'cannot-write-output',
          `The secrets cannot be kept in ${file}: ${messageOf(error)}`,
          {
            hint: 'Make room on that disk and give this user the right to write there.',
            cause: error,
          },
        )
      }
    },
  }
}

function parsed(text: string): SecretsByConnection | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isRecord = (one: unknown): one is Record<string, unknown> =>
      typeof one === 'object' && one !== null && !Array.isArray(one)
    if (!isRecord(value)) return undefined
    const isRight = Object.values(value).every(
      (own) => isRecord(own) && Object.values(own).every((secret) => typeof secret === 'string'),
    )
    return isRight ? (value as SecretsByConnection) : undefined
  } catch {
    return undefined
  }
}
