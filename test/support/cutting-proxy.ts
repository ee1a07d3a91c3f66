import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { byteReader } from './byte-reader.ts'

/** A request on its way. */
export interface Passing {
  method: string
  path: string
  headBytes: number
  bodyBytes: number
}

/** What a server answered, whole. */
export interface Answer {
  head: Buffer
  body: Buffer
}

/** How a connection ends: `reset` is an error to whoever listens, `end` looks like an orderly end. */
export type Ending = 'end' | 'reset'

/** What goes wrong with one request and its answer. */
export type Trouble =
  /** So many bytes of that part pass, and both connections end. Of an answer no byte passes before it is complete. */
  | { cut: 'request-head' | 'request-body' | 'answer-head' | 'answer-body'; bytes: number; ending: Ending }
  /** Something else is answered; where the request does not arrive, there is no real answer. */
  | { instead: (real: Answer | undefined) => Uint8Array; arrives: boolean; then: 'end' | 'go on' }

/** One request that passed, or was to. */
export interface Passed extends Passing {
  /** What became of its answer: `whole` is as the server gave it. */
  answer: 'none' | 'spoiled' | 'whole'
  answerHeadBytes: number
  answerBodyBytes: number
}

export interface CuttingProxy {
  /** Its own address, e.g. `http://127.0.0.1:40001`. */
  origin: string
  close(): Promise<void>
}

interface Connections {
  client: Socket
  server: Socket
  asking: ReturnType<typeof byteReader>
  answering: ReturnType<typeof byteReader>
}

/**
 * Passes requests on to a server on this machine, byte for byte, and ends connections where a test says so. It reads
 * as much HTTP/1.1 as tells where messages end: a length, or no body. Every request is noted in `passed`, in the order
 * of arrival, also by several that share it.
 */
export async function cuttingProxy(
  target: string,
  troubleOf: (request: Passing) => Trouble | undefined,
  passed: Passed[] = [],
): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()

  function known(socket: Socket): Socket {
    sockets.add(socket)
    // How a connection ends is what is tried here; whoever reads from it notices.
    return socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
  }

  async function serve(client: Socket): Promise<void> {
    const server = known(connect(Number(port), hostname))
    const both = { client, server, asking: byteReader(client), answering: byteReader(server) }
    let ending: Ending | 'go on'
    do ending = await passOne(both)
    while (ending === 'go on')
    await end([client, server], ending)
  }

  /** One request and its answer; what becomes of both connections after it. */
  async function passOne({ client, server, asking, answering }: Connections): Promise<Ending | 'go on'> {
    const head = await asking.head()
    if (!head) return 'end'
    const request = requestFrom(head)
    const trouble = troubleOf(request)
    const entry: Passed = { ...request, answer: 'none', answerHeadBytes: 0, answerBodyBytes: 0 }
    passed.push(entry)
    const cut = trouble && 'cut' in trouble ? trouble : undefined
    if (cut?.cut === 'request-head') {
      await write(server, head.subarray(0, cut.bytes))
      return cut.ending
    }
    const isCutWithin = cut?.cut === 'request-body'
    const body = await asking.take(isCutWithin ? Math.min(cut.bytes, request.bodyBytes) : request.bodyBytes)
    if (!body) return 'end'
    const arrives = !trouble || !('arrives' in trouble) || trouble.arrives
    if (arrives) await write(server, Buffer.concat([head, body]))
    if (isCutWithin) return cut.ending
    const answer = arrives ? await answerFrom(answering) : undefined
    if (arrives && !answer) return 'end'
    return await giveAnswer(client, answer, trouble, entry)
  }

  async function giveAnswer(
    client: Socket,
    answer: Answer | undefined,
    trouble: Trouble | undefined,
    entry: Passed,
  ): Promise<Ending | 'go on'> {
    if (trouble && 'instead' in trouble) {
      entry.answer = 'spoiled'
      await write(client, trouble.instead(answer))
      return trouble.then
    }
    const { head, body } = answer as Answer
    // Written down first: whoever has the answer finds it here.
    entry.answer = trouble ? 'spoiled' : 'whole'
    Object.assign(entry, { answerHeadBytes: head.length, answerBodyBytes: body.length })
    const before = trouble?.cut === 'answer-body' ? head.length : 0
    const whole = Buffer.concat([head, body])
    // One answer may be shorter than another. Were all of it to pass, nobody would miss a thing, and whoever asks next on
    // this connection would find it ended.
    await write(
      client,
      trouble ? whole.subarray(0, Math.min(before + trouble.bytes, whole.length - 1)) : whole,
    )
    return trouble ? trouble.ending : 'go on'
  }

  const listener = createServer((client) => {
    known(client)
    serve(client).catch((error: unknown) => client.destroy(error as Error))
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return {
    origin: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    async close() {
      const closed = once(listener, 'close')
      listener.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function requestFrom(head: Buffer): Passing {
  const [method = '', path = ''] = head.toString('latin1', 0, head.indexOf('\r\n')).split(' ')
  return { method, path, headBytes: head.length, bodyBytes: lengthIn(head) ?? 0 }
}

async function answerFrom(reader: ReturnType<typeof byteReader>): Promise<Answer | undefined> {
  const head = await reader.head()
  if (!head) return undefined
  const isBodyless = / (?:204|304) /.test(head.toString('latin1', 0, head.indexOf('\r\n')))
  const length = isBodyless ? 0 : lengthIn(head)
  if (length === undefined) throw new Error('this answer does not say how long it is')
  const body = await reader.take(length)
  return body && { head, body }
}

function lengthIn(head: Buffer): number | undefined {
  const [, digits] = /\r\ncontent-length: *(\d+)\r\n/i.exec(head.toString('latin1')) ?? []
  return digits === undefined ? undefined : Number(digits)
}

function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0 || socket.destroyed) return Promise.resolve()
  // Resolves also when the other side has gone: that shows with the next message.
  return new Promise((resolve) => socket.write(bytes, () => resolve()))
}

async function end(sockets: readonly Socket[], ending: Ending): Promise<void> {
  // A reset overtakes bytes that nobody has read yet.
  for (let turn = 0; turn < 3; turn += 1) await setImmediate()
  for (const socket of sockets) {
    if (ending === 'reset') socket.resetAndDestroy()
    else socket.end(() => socket.destroy())
  }
}
