import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError, codeOf, messageOf } from '../../errors.ts'
import type { Arrival, Landing } from '../../ports.ts'
import { landingPage, type LandingPage } from './landing-page.ts'

const path = '/callback'

/**
 * Listens on this machine, for nobody else to reach, as long as one sign-in takes. Port 0 is any that is free. Throws
 * `AppError` where the port is taken.
 */
export async function openLanding(port: number): Promise<Landing> {
  let waiting: { state: string; take(arrival: Arrival): void } | undefined

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${bound}`)
    // Under another name, somebody else's page may be asking.
    if (request.headers.host !== `127.0.0.1:${bound}`) return void show(response, 'elsewhere')
    if (url.pathname !== path) return void show(response, 'nothing')
    if (request.method !== 'GET') return void show(response, 'nothing')
    const given = url.searchParams.getAll('state')
    if (!waiting || given.length !== 1 || given[0] !== waiting.state) return void show(response, 'stray')
    const { take } = waiting
    waiting = undefined
    take({ answer: url.searchParams, show: (page) => show(response, page) })
  }

  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, onRequest)
  server.maxConnections = 32
  const bound = await new Promise<number>((resolve, reject) => {
    server.once('error', (error) => reject(notHere(port, error)))
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

  return {
    redirectUri: `http://127.0.0.1:${bound}${path}`,

    arrival(state, { ms, signal }) {
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => end(() => reject(nobodyCame(ms))), ms)
        const stop = () => end(() => reject(signal.reason as Error))
        function end(settle: () => void): void {
          clearTimeout(late)
          signal.removeEventListener('abort', stop)
          waiting = undefined
          settle()
        }
        if (signal.aborted) return stop()
        signal.addEventListener('abort', stop)
        waiting = { state, take: (arrival) => end(() => resolve(arrival)) }
      })
    },

    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Resolves once the page has left, or nobody wants it any more. */
function show(response: ServerResponse, page: LandingPage): Promise<void> {
  const { status, headers, body } = landingPage(page)
  return new Promise((resolve) => {
    response.once('close', () => resolve())
    response.writeHead(status, { ...headers, Connection: 'close' }).end(body, () => resolve())
  })
}

function notHere(port: number, error: Error): AppError {
  const isTaken = codeOf(error) === 'EADDRINUSE'
  const message = isTaken
    ? `Port ${port} of this machine is taken, so the browser could not come back to avatarctl`
    : `Nothing can listen on port ${port} of this machine: ${messageOf(error)}`
  return new AppError('wrong-use', message, {
    hint: `${isTaken ? 'Another sign-in may be waiting there: end it first. Or choose' : 'Choose'} another with --port; its address, http://127.0.0.1:PORT${path}, has to be registered with the app as well.`,
  })
}

function nobodyCame(ms: number): AppError {
  return new AppError('refused', `Nobody signed in within ${Math.round(ms / 1000)} seconds`, {
    hint: 'Nothing was changed. Run the same again, and open the address in a browser of this machine; --timeout gives more time.',
  })
}
