import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answer } from './answer.ts'
import type { FaultEffect } from './faults.ts'

/** Sends an answer, spoiled by a fault where there is one, and says with which status it went out (0: with none). */
export async function deliver(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  fault: FaultEffect | undefined,
): Promise<number> {
  if (response.destroyed) return 0
  const body = fault?.kind === 'wrong-bytes' ? spoiled(answer.body) : answer.body
  const length = (body?.length ?? 0) + (fault?.kind === 'wrong-length' ? fault.by : 0)
  const bodyless = answer.status === 204 || answer.status === 304
  response.sendDate = false
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(!bodyless && { 'Content-Length': Math.max(0, length) }),
  })
  if (fault?.kind === 'cut-answer') {
    await written(response, (body ?? Buffer.alloc(0)).subarray(0, fault.afterBytes))
    request.socket.destroy()
    return answer.status
  }
  if (fault?.kind === 'wrong-length') {
    await written(response, body ?? Buffer.alloc(0))
    request.socket.end()
    return answer.status
  }
  await new Promise<void>((resolve) => {
    response.once('close', () => resolve())
    response.end(body, () => resolve())
  })
  return response.writableFinished ? answer.status : 0
}

/** Ends the connection in a way that the other side notices as an error. */
export function reset({ socket }: IncomingMessage): void {
  socket.resetAndDestroy()
}

/** Resolves when so many bytes of the body have arrived, or all of it; the rest is left on its way. */
export function bytesArrived(request: IncomingMessage, bytes: number): Promise<void> {
  if (bytes <= 0) return Promise.resolve()
  return new Promise((resolve) => {
    let length = 0
    request.on('data', (part: Buffer) => {
      length += part.length
      if (length < bytes) return
      request.pause()
      resolve()
    })
    request.once('close', () => resolve())
    request.once('end', () => resolve())
  })
}

function written(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    response.flushHeaders()
    response.once('close', () => resolve())
    if (bytes.length === 0) setImmediate(resolve)
    else response.write(bytes, () => resolve())
  })
}

function spoiled(body: Buffer | undefined): Buffer | undefined {
  if (!body) return undefined
  const copy = Buffer.from(body)
  const middle = copy.length >> 1
  for (let at = middle; at < Math.min(copy.length, middle + 8); at++) copy[at] = copy[at]! ^ 0xff
  return copy
}
