import { Socket } from 'node:net'
import { encodeFrame, frameReader } from '../frames.ts'
import type { FromHost, ToHost } from '../messages.ts'

/** The descriptor of the pipe to the tool, as its `spawn` lays it out. */
const pipeDescriptor = 3

/** The way to the tool. What it says is trusted; it holds both sides to the same limits. */
export function speech(onMessage: (message: ToHost, body: Uint8Array) => void) {
  const pipe = new Socket({ fd: pipeDescriptor, readable: true, writable: true })
  const read = frameReader(({ head, body }) => onMessage(head as unknown as ToHost, body))
  pipe.on('data', read)
  // When the tool is gone, the watching thread ends this process.
  pipe.on('error', () => undefined)

  return {
    /** Throws a `RangeError` when the message is larger than it may be. */
    say(message: FromHost, body?: Uint8Array): void {
      pipe.write(encodeFrame(message, body))
    },
  }
}

export type Say = ReturnType<typeof speech>['say']
