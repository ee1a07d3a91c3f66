import { crc32, deflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A square PNG of a grey disc; its corners are transparent black, or white. */
export function greyPng(side: number, { tone, isOpaque }: { tone: number; isOpaque: boolean }): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 4], 8)
  const rows = Buffer.alloc((side * 2 + 1) * side, 0)
  for (let y = 0, at = 0; y < side; y += 1) {
    at += 1
    for (let x = 0; x < side; x += 1, at += 2) {
      const isInside = (x - side / 2) ** 2 + (y - side / 2) ** 2 < (side / 2.2) ** 2
      if (isInside || isOpaque) rows.set([isInside ? tone : 255, 255], at)
    }
  }
  const data = deflateSync(rows, { level: 1 })
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
