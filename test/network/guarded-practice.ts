import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type LookupFunction,
  type Server as TcpServer,
  type Socket,
} from 'node:net'
import type { Clock } from '../../src/network/clock.ts'
import {
  type GuardedNetwork,
  type GuardedNetworkOptions,
  makeGuardedNetwork,
} from '../../src/network/guarded-fetch.ts'
import { loopbackCertificate, loopbackKey } from '../support/loopback-certificate.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A server on this machine, and what came to it. */
export interface PracticeServer {
  /** With `localhost` for its name; `http` or `https`. */
  origin: string
  port: number
  /** Who connected. */
  sockets: Socket[]
  requests: IncomingMessage[]
}

/** Time in which nobody waits: it is as if every pause had passed, and is noted. */
export interface SkippingClock extends Clock {
  pauses: number[]
  pass(ms: number): void
}

function skippingClock(): SkippingClock {
  let now = Date.now()
  const pauses: number[] = []
  return {
    pauses,
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      pauses.push(ms)
      now += ms
    },
    pass: (ms) => void (now += ms),
  }
}

/** Every name is this machine's. */
const lookup: LookupFunction = (_name, options, callback) => {
  const loopback = { address: '127.0.0.1', family: 4 }
  if (options.all) callback(null, [loopback])
  else callback(null, loopback.address, loopback.family)
}

/** Real servers, and guarded networks that end with each test of the surrounding `describe`. */
export function guardedPractice() {
  const cache = temporaryFolder()
  const servers: TcpServer[] = []
  const networks: GuardedNetwork[] = []

  afterEach(async () => {
    await Promise.all(networks.splice(0).map((network) => network.close()))
    for (const server of servers.splice(0)) {
      if ('closeAllConnections' in server) (server as Server).closeAllConnections()
      server.close()
    }
  })

  async function start(server: Server, scheme: string): Promise<PracticeServer> {
    const [sockets, requests]: [Socket[], IncomingMessage[]] = [[], []]
    server.on('connection', (socket: Socket) => sockets.push(socket))
    server.on('request', (request: IncomingMessage) => requests.push(request))
    servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return { origin: `${scheme}://localhost:${port}`, port, sockets, requests }
  }

  const practice = {
    cache,

    serve: (listener: RequestListener) => start(createServer(listener), 'http'),
    serveSecurely: (listener: RequestListener) =>
      start(createSecureServer({ key: loopbackKey, cert: loopbackCertificate }, listener), 'https'),

    /** A port at which nobody speaks; how many bytes came, once everybody has gone. */
    async listen(): Promise<{ port: number; received(): Promise<number>; close(): Promise<void> }> {
      const gone: Promise<number>[] = []
      const server = createTcpServer((socket) => {
        const close = once(
          socket.resume().on('error', () => undefined),
          'close',
        )
        gone.push(close.then(() => socket.bytesRead))
      })
      servers.push(server)
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      return {
        port: (server.address() as AddressInfo).port,
        async close() {
          server.close()
          await once(server, 'close')
        },
        async received() {
          // Who has just been let in is known once something else was, after it.
          const last = connect((server.address() as AddressInfo).port, '127.0.0.1')
          await once(server, 'connection')
          last.destroy()
          return (await Promise.all(gone)).reduce((sum, bytes) => sum + bytes, 0)
        },
      }
    },

    /** A network in whose world every name leads to this machine. */
    network(more: Partial<GuardedNetworkOptions> = {}) {
      const clock = skippingClock()
      const network = makeGuardedNetwork({
        ...{ cacheFolder: cache.join('responses'), writesCache: true, userAgent: 'avatarctl/1.0.0' },
        ...{ clock, lookup, ca: loopbackCertificate },
        ...more,
      })
      networks.push(network)
      return Object.assign(network, { clock })
    },

    /** The `fetch` of a generator that declares `hosts`, with options set to the addresses of `servers`. */
    fetchFor(hosts: readonly string[], asked: readonly PracticeServer[] = [], more = {}) {
      const userOrigins = asked.map(({ origin }) => origin)
      return practice.network(more).fetchFor({ what: 'robots', hosts, userOrigins })
    },
  }
  return practice
}

/** What some work failed with; nothing else will do. */
export async function failureOf(work: Promise<unknown>): Promise<Error> {
  let answer: unknown
  try {
    answer = await work
  } catch (error) {
    return error as Error
  }
  throw new Error(`it should have failed, and gave ${String(answer)}`)
}
