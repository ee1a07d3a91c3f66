import { readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from '../errors.ts'

/** Who holds a lock, for the message that another run gets. */
export interface LockHolder {
  command: string
  pid: number
  /** ISO 8601, UTC. */
  startedAt: string
}

export type Note = LockHolder & { directory?: string; token: string }

export const noteFile = (folder: string, name: string) => path.join(folder, `${name}.json`)

/** What decides is the kernel's lock; this tells people who holds it, and the holder whether it still does. */
export async function writeNote(folder: string, name: string, note: Note): Promise<void> {
  const file = noteFile(folder, name)
  const temporary = `${file}.${note.token}.tmp`
  try {
    await writeFile(temporary, JSON.stringify(note) + '\n', { mode: 0o600 })
    await rename(temporary, file)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
}

/** The note of a lock; undefined where there is none that makes sense. Throws when the disk fails. */
export async function readNote(folder: string, name: string): Promise<Note | undefined> {
  try {
    return JSON.parse(await readFile(noteFile(folder, name), 'utf8')) as Note
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** The names of all locks that somebody has left a note for. */
export async function notesIn(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => [])
  return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length))
}

/** Whoever left a note and still lives. A killed run leaves its note; the next one on that directory replaces it. */
export async function livingHolders(folder: string, names: readonly string[]): Promise<string[]> {
  const notes = await Promise.all(names.map((name) => readNote(folder, name).catch(() => undefined)))
  return notes.filter((note) => note !== undefined && isAlive(note.pid)).map((note) => words(note as Note))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Somebody else's process lives too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A holder in the words of the message. */
export function words({ command, pid, startedAt, directory }: LockHolder & { directory?: string }): string {
  const where = directory === undefined ? '' : ` of ${directory}`
  return `\`avatarctl ${command}\`${where} (process ${pid}, since ${startedAt})`
}
