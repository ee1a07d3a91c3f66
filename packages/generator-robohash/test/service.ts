import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32, deflateSync } from 'node:zlib'

/** A service on this machine that takes the place of robohash.org. */
export interface Service extends AsyncDisposable {
  baseUrl: string
  /** What it was asked for. */
  asked: { path: string; query: Record<string, string>; accept: string | undefined }[]
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** Serves a picture that follows from the path, in the size that was asked for, unless told otherwise. */
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
  response.setHeader('content-type', 'image/png')
  response.end(pictureFor(new URL(request.url ?? '/', 'http://localhost')))
}

/** A grey PNG whose size is the one asked for, and whose tone follows from the rest of the address. */
export function pictureFor({ pathname, searchParams }: URL): Buffer {
  const side = Number(searchParams.get('size')?.split('x')[0] ?? 300)
  const tone = crc32(Buffer.from(`${pathname}${searchParams.get('set') ?? ''}`)) % 256
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.writeUInt8(8, 8)
  const rows = Buffer.alloc((side + 1) * side, tone)
  for (let row = 0; row < side; row++) rows[row * (side + 1)] = 0
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...parts])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
