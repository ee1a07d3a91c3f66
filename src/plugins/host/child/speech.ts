import { Socket } from 'node:net'
import type { FromDirectory, ToDirectory } from '../directories/messages.ts'
import { directoryFrameLimits, encodeFrame, frameReader } from '../frames.ts'
import type { FromHost, ToHost } from '../messages.ts'

/** The descriptor of the pipe to the tool, as its `spawn` lays it out. */
const pipeDescriptor = 3

/** The way to the tool. What it says is trusted, and it holds generators to narrower limits. */
export function speech(onMessage: (message: ToHost | ToDirectory, body: Uint8Array) => void) {
  const pipe = new Socket({ fd: pipeDescriptor, readable: true, writable: true })
  const read = frameReader(
    ({ head, body }) => onMessage(head as unknown as ToHost | ToDirectory, body),
    directoryFrameLimits,
  )
  pipe.on('data', read)
  // When the tool is gone, the watching thread ends this process.
  pipe.on('error', () => undefined)

  return {
    /** Throws a `RangeError` when the message is larger than it may be. */
    say(message: FromHost | FromDirectory, body?: Uint8Array): void {
      pipe.write(encodeFrame(message, body, directoryFrameLimits))
    },
  }
}

export type Say = ReturnType<typeof speech>['say']
