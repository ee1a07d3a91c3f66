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
