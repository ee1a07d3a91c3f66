import { createHash } from 'node:crypto'
import sharp from 'sharp'

/** A small picture of one colour: other colours, other bytes. */
export async function picture(
  colour: string,
  format: 'png' | 'jpeg' | 'gif' = 'png',
  size = 48,
): Promise<Buffer> {
  return await sharp({ create: { width: size, height: size, channels: 3, background: colour } })
    .toFormat(format)
    .toBuffer()
}

/** A picture of some thousand bytes that follows from a text, and has no two parts alike. */
export async function noisyPicture(seed: string, format: 'png' | 'jpeg'): Promise<Buffer> {
  const [width, height, channels] = [40, 40, 3] as const
  const raw = Buffer.alloc(width * height * channels)
  let part = createHash('sha256').update(seed).digest()
  for (let at = 0; at < raw.length; at += part.length) {
    part.copy(raw, at)
    part = createHash('sha256').update(part).digest()
  }
  return await sharp(raw, { raw: { width, height, channels } })
    .toFormat(format, format === 'jpeg' ? { quality: 95 } : {})
    .toBuffer()
}
