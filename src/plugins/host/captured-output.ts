import type { Readable } from 'node:stream'

const keptBytes = 4096

/** What a plugin printed: read without end, so that it never waits for us, but only its beginning and its end are kept. */
export function captureOutput(stream: Readable): { text(): string; lastWords(): string } {
  let first = Buffer.alloc(0)
  let last = Buffer.alloc(0)
  let size = 0
  stream.on('error', () => undefined)
  stream.on('data', (piece: Buffer) => {
    size += piece.length
    if (first.length < keptBytes) first = Buffer.concat([first, piece.subarray(0, keptBytes - first.length)])
    last = Buffer.concat([last, piece.subarray(-keptBytes)]).subarray(-keptBytes)
  })
  return {
    text() {
      const rest = size - first.length
      return first.toString('utf8') + (rest > 0 ? `\n(and ${rest} bytes more)` : '')
    },
    lastWords: () => last.toString('utf8'),
  }
}
