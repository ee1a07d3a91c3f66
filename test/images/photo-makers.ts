import sharp from 'sharp'

/** A JPEG of one colour whose file says that its numbers are meant in that colour profile. */
export async function taggedJpeg(
  colour: readonly number[],
  profile: Uint8Array,
  side = 100,
): Promise<Buffer> {
  const [r = 0, g = 0, b = 0] = colour
  const plain = await sharp({ create: { width: side, height: side, channels: 3, background: { r, g, b } } })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer()
  return withJpegSegment(
    plain,
    0xe2,
    Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile]),
  )
}

/** A JPEG with one more segment at its beginning. */
export function withJpegSegment(jpeg: Uint8Array, marker: number, content: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff])
  return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)])
}

/** A colour profile that comes with the image library. */
export async function profileOf(name: 'p3' | 'cmyk' | 'srgb'): Promise<Buffer> {
  const image = sharp({ create: { width: 8, height: 8, channels: 3, background: '#888' } })
  const tagged = await (name === 'cmyk' ? image.toColourspace('cmyk') : image)
    .withIccProfile(name)
    .jpeg()
    .toBuffer()
  return (await sharp(tagged).metadata()).icc!
}

/** A TIFF without compression, its directory before its pixels, as cameras and scanners write it. */
export function tiff(
  pixels: Buffer,
  { width, height, channels, profile }: { width: number; height: number; channels: 3 | 4; profile?: Buffer },
): Buffer {
  const entries: [tag: number, type: 3 | 4 | 7, count: number, value: number][] = []
  const count = profile ? 10 : 9
  const bits = 8 + 2 + 12 * count + 4
  const profileAt = bits + 2 * channels
  const data = profileAt + (profile?.length ?? 0)
  entries.push([256, 3, 1, width], [257, 3, 1, height], [258, 3, channels, bits], [259, 3, 1, 1])
  entries.push([262, 3, 1, channels === 4 ? 5 : 2], [273, 4, 1, data], [277, 3, 1, channels])
  entries.push([278, 3, 1, height], [279, 4, 1, pixels.length])
  if (profile) entries.push([34675, 7, profile.length, profileAt])
  const head = Buffer.alloc(profileAt)
  head.write('II*\0', 'latin1')
  head.writeUInt32LE(8, 4)
  head.writeUInt16LE(count, 8)
  entries.forEach(([tag, type, length, value], index) => {
    const at = 10 + 12 * index
    head.writeUInt16LE(tag, at)
    head.writeUInt16LE(type, at + 2)
    head.writeUInt32LE(length, at + 4)
    if (type === 3 && length === 1) head.writeUInt16LE(value, at + 8)
    else head.writeUInt32LE(value, at + 8)
  })
  for (let channel = 0; channel < channels; channel++) head.writeUInt16LE(8, bits + 2 * channel)
  return Buffer.concat([head, profile ?? Buffer.alloc(0), pixels])
}

/** The mean of each channel. */
export async function meanColour(bytes: Uint8Array): Promise<number[]> {
  const { channels } = await sharp(bytes).stats()
  return channels.map(({ mean }) => Math.round(mean))
}
