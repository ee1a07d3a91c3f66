import type { Client, Entry, SearchOptions } from 'ldapts'
import { connect, type Connection, hangUp } from './connect.ts'
import { type Failure, failure, isFailure } from './failure.ts'
import type { Server } from './server.ts'
import { inWords } from './words.ts'

/** One connection to a server for as long as it is needed, connected anew where it was dropped. */
export interface Line {
  /** What is found, whole. Referrals to other servers are not followed. */
  search(base: string, options: SearchOptions): Promise<Entry[]>
  /** The same page by page, from the beginning where the connection was lost in the middle: `start` says so. */
  list(
    base: string,
    options: SearchOptions,
    take: { start(): void; page(entries: Entry[]): void },
  ): Promise<void>
  /** Whether there is anybody: reads no more than the first page. */
  finds(base: string, options: SearchOptions): Promise<boolean>
  close(): void
}

/** After so many questions in a row without an answer, nobody waits for one for a while, in milliseconds. */
const patience = 3
const pauseMs = 30_000

/** Opens the connection. Throws in words. */
export async function openLine(server: Server, signal: AbortSignal): Promise<Line> {
  let connection: Promise<Connection> = connect(server, signal)
  let silent = 0
  let last: Failure | undefined
  let quietUntil = 0
  await connection

  /** The connection, another one where it is gone. Those who ask at the same time share it. */
  async function there(lost?: Connection): Promise<Connection> {
    const before = connection
    const now = await before.catch(() => undefined)
    if (now?.isUp && now !== lost) return now
    if (connection === before) {
      if (now) hangUp(now.client)
      connection = connect(server, signal)
    }
    return await connection
  }

  /** Asks once more where the connection was dropped meanwhile, as servers do with idle ones. */
  async function ask<T>(question: (client: Client) => Promise<T>): Promise<T> {
    if (last && performance.now() < quietUntil)
      throw failure(last.kind, `${last.message}; it is left alone for a while`, last.hint)
    try {
      const answer = await onceMore(question)
      silent = 0
      return answer
    } catch (error) {
      const words = inWords(error, server)
      const isAnswer = typeof (error as { code?: unknown }).code === 'number'
      silent = isAnswer ? 0 : silent + 1
      last = words
      if (silent >= patience) quietUntil = performance.now() + pauseMs
      throw words
    }
  }

  async function onceMore<T>(question: (client: Client) => Promise<T>): Promise<T> {
    const first = await there()
    try {
      return await question(first.client)
    } catch (error) {
      if (!isDrop(error)) throw error
      return await question((await there(first)).client)
    }
  }

  // In seconds; ldapts would say ten.
  const timeLimit = Math.ceil(server.timeoutMs / 1000)

  return {
    search: (base, options) =>
      ask(async (one) => (await one.search(base, { timeLimit, ...options })).searchEntries),

    list: (base, options, { start, page }) =>
      ask(async (one) => {
        start()
        for await (const { searchEntries } of one.searchPaginated(base, { timeLimit, ...options }))
          page(searchEntries)
      }),

    finds: (base, options) =>
      ask(async (one) => {
        for await (const { searchEntries } of one.searchPaginated(base, { timeLimit, ...options }))
          return searchEntries.length > 0
        return false
      }),

    close() {
      connection.then(
        ({ client }) => hangUp(client),
        () => undefined,
      )
    },
  }
}

/** Nothing that the server has said, nor that it has taken too long to say something. */
function isDrop(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message: string }
  return typeof code !== 'number' && !isFailure(error) && !/timed out/.test(message)
}
