import { crc32 } from 'node:zlib'

/** One chunk of a PNG: `start` is where its length stands, `end` is past its check sum. */
export interface PngChunk {
  type: string
  start: number
  end: number
}

/** Bytes of signature before the first chunk. */
export const pngSignature = 8

/** The whole chunks of a PNG in order, up to IEND or to where the bytes end. Never throws. */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk> {
  const view = viewOf(bytes)
  let start = pngSignature
  while (start + 12 <= bytes.byteLength) {
    const end = start + 12 + view.getUint32(start)
    if (end > bytes.byteLength) return
    const type = String.fromCharCode(...bytes.subarray(start + 4, start + 8))
    yield { type, start, end }
    if (type === 'IEND') return
    start = end
  }
}

/** Whether the chunk's check sum is that of its type and data. */
export function pngChunkIsIntact(bytes: Uint8Array, chunk: PngChunk): boolean {
  return viewOf(bytes).getUint32(chunk.end - 4) === crc32(bytes.subarray(chunk.start + 4, chunk.end - 4))
}

/** The data of a chunk, without copying. */
export function pngChunkData(bytes: Uint8Array, chunk: PngChunk): Uint8Array {
  return bytes.subarray(chunk.start + 8, chunk.end - 4)
}

/** A chunk ready to be inserted. */
export function makePngChunk(type: string, data: Uint8Array): Uint8Array {
  const chunk = Buffer.alloc(12 + data.byteLength)
  chunk.writeUInt32BE(data.byteLength)
  chunk.write(type, 4, 'latin1')
  chunk.set(data, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.byteLength - 4)
  return chunk
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
