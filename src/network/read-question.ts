import { methods, type Question, type Redirecting } from './question.ts'

/** More than any form or JSON that asks for a picture. */
const mostBytes = 2 ** 20

/** What the connection itself says, or what would ask another site behind the same address. */
const notThePlugins = [
  ...['accept-encoding', 'connection', 'content-length', 'expect', 'host', 'keep-alive', 'te', 'trailer'],
  ...['proxy-authorization', 'proxy-connection', 'transfer-encoding', 'upgrade', 'user-agent'],
]

/** What was asked of `fetch`, and how. */
export interface Asked {
  question: Question
  redirect: Redirecting
  /** The cache is neither looked into nor added to. */
  bypassesCache: boolean
}

/** Reads the arguments of `fetch`. Throws what `fetch` would throw, and for more than a plugin may send. */
export async function readQuestion(input: string | URL | Request, init: RequestInit = {}): Promise<Asked> {
  // The signal is tied elsewhere: what a Request ties to the signal of a run stays for the length of the run.
  const request = new Request(input, { ...init, signal: null })
  const url = new URL(request.url)
  url.hash = ''
  const method = methods.find((known) => known === request.method.toUpperCase())
  if (!method) {
    throw new TypeError(
      `a plugin may send ${methods.join(', ')} requests to ${url.host}, not ${request.method}`,
    )
  }
  const headers = new Headers(request.headers)
  for (const name of notThePlugins) headers.delete(name)
  const body = method === 'POST' ? await readBody(request, url) : undefined
  const bypassesCache =
    method !== 'GET' ||
    ['no-store', 'reload', 'no-cache'].includes(request.cache) ||
    // Whoever asks for a part, or looks for changes themselves, wants that answer.
    [...headers.keys()].some((name) => name === 'range' || name.startsWith('if-'))
  return { question: { method, url, headers, body }, redirect: request.redirect, bypassesCache }
}

async function readBody(request: Request, { host }: URL): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    pieces.push(piece)
    size += piece.length
    if (size > mostBytes) throw new Error(`a plugin may send at most ${mostBytes / 2 ** 20} MiB to ${host}`)
  }
  return Buffer.concat(pieces)
}
