import { readPeople, type PersonRecord } from '../src/index.ts'

/** Reads a list from memory, in pieces of the given size, and gives people and warnings. */
export async function read(content: string | Uint8Array, pieceSize = 64 * 1024) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const warnings: string[] = []
  const people: PersonRecord[] = []
  const options = {
    name: 'people.csv',
    signal: new AbortController().signal,
    warn: (sentence: string) => void warnings.push(sentence),
  }
  for await (const person of readPeople(pieces(bytes, pieceSize), options)) people.push(person)
  return { people, warnings }
}

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** The error that reading ends with. */
export async function failure(content: string | Uint8Array) {
  try {
    await read(content)
  } catch (error) {
    return error as Error & { kind?: string; outcome?: string; hint?: string }
  }
  throw new Error('Reading was expected to fail.')
}
