import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The two origins: one for calls, one for images. */
export type HostName = 'api' | 'media'

export type Listener = (host: HostName, request: IncomingMessage, response: ServerResponse) => void

export interface Origins {
  api: string
  media: string
  close(): Promise<void>
}

/** Two servers on loopback, seen by nobody else. Port 0 is any that is free. */
export async function listen(ports: Record<HostName, number>, listener: Listener): Promise<Origins> {
  const servers = { api: server('api', listener), media: server('media', listener) }
  const close = async () => {
    await Promise.all(Object.values(servers).map(stop))
  }
  try {
    return { api: await start(servers.api, ports.api), media: await start(servers.media, ports.media), close }
  } catch (error) {
    await close()
    throw error
  }
}

function server(host: HostName, listener: Listener): Server {
  const made = createServer({ requestTimeout: 120_000, keepAliveTimeout: 30_000 }, (request, response) =>
    listener(host, request, response),
  )
  made.maxConnections = 1000
  return made
}

function start(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    })
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
