import { readPeopleFile, type PersonRecord } from '@avatarctl/people-file'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, failure, reason } from './failure.ts'

const NAMES = ['people.csv', 'people.json']

/** Who stands in the people file. */
export interface Roster {
  /** Everybody, as a stream. */
  people(signal: AbortSignal, warn: (sentence: string) => void): AsyncIterable<PersonRecord>
  /** Throws when the file does not begin like a list of people. */
  check(signal: AbortSignal): Promise<void>
  has(id: string, signal: AbortSignal): Promise<boolean>
  find(id: string, signal: AbortSignal): Promise<PersonRecord | undefined>
}

/** The people file of a folder. Throws `unusable` when there is none, or more than one. */
export async function peopleFileIn(folder: string): Promise<string> {
  const found: string[] = []
  for (const name of NAMES) if (await isFile(path.join(folder, name))) found.push(name)
  const [name, other] = found
  if (name === undefined) {
    throw failure('unusable', `${folder} holds neither people.csv nor people.json.`, {
      hint: 'Put a list of people there, e.g. people.csv with the columns id, first_name, last_name, email.',
    })
  }
  if (other !== undefined) {
    throw failure(
      'unusable',
      `${folder} holds both ${name} and ${other}; it is not clear which one counts.`,
      {
        hint: 'Move one of them away.',
      },
    )
  }
  return path.join(folder, name)
}

async function isFile(file: string): Promise<boolean> {
  try {
    if ((await stat(file)).isFile()) return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw failure('unusable', `${file} cannot be read: ${reason(error)}.`, { hint: 'Check its permissions.' })
  }
  throw failure('unusable', `${file} is not an ordinary file.`, { hint: 'Put a list of people there.' })
}

/**
 * Reads a people file, and remembers the ids until the file changes. Records are remembered only once somebody is asked
 * for by id, and as text, which takes a fraction of the memory.
 */
export function roster(file: string): Roster {
  let ids: { stamp: string; all: Set<string> } | undefined
  let texts: { stamp: string; all: Promise<Map<string, string>> } | undefined

  async function* people(signal: AbortSignal, warn: (sentence: string) => void) {
    signal.throwIfAborted()
    const stamp = await stampOf(file)
    const all = new Set<string>()
    for await (const record of readPeopleFile(file, { signal, warn })) {
      all.add(record.id)
      yield record
    }
    if ((await stampOf(file)) === stamp) ids = { stamp, all }
  }

  async function index(): Promise<Map<string, string>> {
    const all = new Map<string, string>()
    const { signal } = new AbortController()
    for await (const record of readPeopleFile(file, { signal, warn: () => undefined })) {
      all.set(record.id, JSON.stringify(record))
    }
    return all
  }

  function textsAt(stamp: string): Promise<Map<string, string>> {
    if (texts?.stamp !== stamp) {
      const all = index()
      texts = { stamp, all }
      all.catch(() => (texts = undefined))
    }
    return texts.all
  }

  return {
    people,
    async check(signal) {
      const reading = people(signal, () => undefined)
      await reading.next()
      await reading.return()
    },
    async has(id, signal) {
      const stamp = await stampOf(file)
      const found = ids?.stamp === stamp ? ids.all.has(id) : (await textsAt(stamp)).has(id)
      signal.throwIfAborted()
      return found
    },
    async find(id, signal) {
      const text = (await textsAt(await stampOf(file))).get(id)
      signal.throwIfAborted()
      return text === undefined ? undefined : (JSON.parse(text) as PersonRecord)
    },
  }
}

/** Changes whenever the file does. */
async function stampOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ')
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    throw failure('unusable', `${file} cannot be read any more: ${reason(error)}.`, {
      hint: 'Put the list of people back.',
      code,
    })
  }
}
