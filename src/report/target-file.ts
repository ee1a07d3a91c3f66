import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError, codeOf, messageOf } from '../errors.ts'

/** What the beginning of each of our pages says; a file without it is somebody else's. */
const mark = '<meta name="generator" content="avatarctl report" />'

/** The mark stands within so many bytes. */
const beginning = 512

/** Faces and addresses: for whoever asked for them, and nobody else until they say so. */
const privateMode = 0o600

/** Throws `AppError` where a report cannot go there: it is no HTML file, or somebody else's. */
export async function mustBeOurs(file: string): Promise<void> {
  if (!/\.html?$/i.test(file))
    throw new AppError('wrong-use', `A report is an HTML file, and ${file} does not end with .html`)
  const present = await beginningOf(file)
  if (present === undefined || present.includes(mark)) return
  throw new AppError(
    'cannot-write-output',
    `${file} is there already and was not made by avatarctl; it was left alone`,
    { hint: 'Choose another place, or move that file away.' },
  )
}

async function beginningOf(file: string): Promise<string | undefined> {
  let handle: FileHandle | undefined
  try {
    // A pipe would be waited for.
    if (!(await stat(file)).isFile()) return ''
    handle = await open(file, 'r')
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(beginning), 0, beginning, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw cannotWrite(file, error)
  } finally {
    await handle?.close()
  }
}

/** Puts a whole file in its place, or nothing. One that is replaced hands its permissions on. */
export async function replaceFile(file: string, fill: (handle: FileHandle) => Promise<void>): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${randomBytes(6).toString('hex')}.tmp`)
  try {
    await mustBeOurs(file)
    const mode = await stat(file).then(
      (present) => present.mode & 0o777,
      () => privateMode,
    )
    const handle = await open(temporary, 'wx', mode)
    try {
      await handle.chmod(mode)
      await fill(handle)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error instanceof AppError ? error : cannotWrite(file, error)
  }
}

/** Why the report could not be written. */
export function cannotWrite(file: string, error: unknown): AppError {
  return new AppError('cannot-write-output', `The report ${file} cannot be written: ${messageOf(error)}`, {
    hint: 'Check the folder, its permissions and the space on that disk. `avatarctl runs list` shows what was done.',
    cause: error,
  })
}
