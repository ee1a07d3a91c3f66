import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Stands between a client and a server of this machine. */
export interface Relay extends AsyncDisposable {
  port: number
  /** How many connections there have been. */
  readonly connections: number
  /** Breaks off every connection there is. */
  cut(): void
  /** From now on, nothing that the server says comes through, and nothing of it is closed. */
  mute(): void
}

/** Without a server it takes connections, and never answers; after so many bytes of the server's, it is mute. */
export async function startRelay(to?: number, { bytes = Infinity } = {}): Promise<Relay> {
  const sockets = new Set<Socket>()
  let connections = 0
  let isMute = false
  let left = bytes
  const server = createServer((near) => {
    connections += 1
    hold(near)
    if (to === undefined) return
    const far = connect(to, '127.0.0.1')
    hold(far)
    near.pipe(far)
    far.on('data', (piece: Buffer) => {
      left -= piece.length
      if (!isMute && left > 0) near.write(piece)
    })
    far.on('close', () => near.destroy())
    near.on('close', () => far.destroy())
  })
  function hold(socket: Socket): void {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  }
  const cut = () => {
    for (const one of sockets) one.destroy()
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections
    },
    cut,
    mute: () => (isMute = true),
    async [Symbol.asyncDispose]() {
      server.close()
      cut()
      await once(server, 'close')
    },
  }
}
