import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerOf } from './strict-robohash.ts'

/** A service on this machine that takes the place of robohash.org. */
export interface Service extends AsyncDisposable {
  baseUrl: string
  /** What it was asked for. */
  asked: { path: string; query: Record<string, string>; accept: string | undefined }[]
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** Answers as Robohash does, unless told otherwise. */
export async function serve(answer: Answer = draw): Promise<Service> {
  const asked: Service['asked'] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const query = Object.fromEntries(url.searchParams)
    asked.push({ path: url.pathname, query, accept: request.headers.accept })
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function draw(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET') return void response.writeHead(405).end()
  const { status, headers, body } = answerOf(new URL(request.url ?? '/', 'http://localhost'))
  response.writeHead(status, headers).end(body)
}
