import type { DirectoryReader } from '../ports.ts'
import type { ConnectionReport } from '../records.ts'
import { describeFailure, wholeDirectoryFailure } from './failure.ts'
import { AppError } from '../errors.ts'

/** So many people show that a list can be read. */
const enough = 200

export interface TestConnectionParts {
  reader: DirectoryReader
  traffic: { readonly requests: number; readonly rateLimited: number }
  signal: AbortSignal
  /** Milliseconds from some moment on. */
  now(): number
  /** When it was begun to be opened. */
  since: number
}

/**
 * Looks whether a directory that was opened can be read and written, and changes nothing there. What forbids to write is part
 * of the report, as reading may be all that is wanted; throws what forbids to read.
 */
export async function testConnection(parts: TestConnectionParts): Promise<ConnectionReport> {
  const { reader, traffic, signal, now, since } = parts
  const openMs = Math.round(now() - since)
  try {
    await reader.check('read', signal)
    let people = 0
    let first: string | undefined
    for await (const { id } of reader.people({ signal })) {
      first ??= id
      people += 1
      if (people > enough) break
    }
    const asked = now()
    if (first !== undefined) await reader.person(first, signal)
    const lookUpMs = first === undefined ? null : Math.round(now() - asked)
    const write = await writeFailure(parts)
    const { limits, can } = reader
    const { requests, rateLimited } = traffic
    return {
      people: { counted: Math.min(people, enough), more: people > enough },
      ...{ limits, can, write, requests, rateLimited, openMs, lookUpMs },
    }
  } catch (error) {
    throw wholeDirectoryFailure(error)
  }
}

async function writeFailure({ reader, signal }: TestConnectionParts): Promise<ConnectionReport['write']> {
  try {
    await reader.check('write', signal)
    return null
  } catch (error) {
    signal.throwIfAborted()
    const failure = wholeDirectoryFailure(error)
    if (!(failure instanceof AppError)) throw error
    return { ...describeFailure(failure), hint: failure.hint ?? null, exitCode: failure.exitCode }
  }
}
