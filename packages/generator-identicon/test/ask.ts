import type { Options } from '@avatarctl/sdk'
import sharp from 'sharp'
import generator from '../src/generator.ts'

export const styles = ['rounded', 'squares', 'ornament'] as const
export const grids = [4, 5, 6, 7, 8, 9] as const

/** The identicon of a seed, as text. */
export function ask(
  seed: string,
  {
    size = 512,
    name = 'Ada Lovelace',
    options = {},
  }: { size?: number; name?: string; options?: Options } = {},
): string {
  const { bytes } = generator.generate({
    person: { id: '1', name, kind: 'person', status: 'enabled' },
    seed,
    size,
    options,
    fetch: () => Promise.reject(new Error('it must not ask anybody')),
    signal: new AbortController().signal,
  })
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
}

/** How much of each pixel a drawing covers, from 0 to 255; nothing of those outside. */
export async function coverageOf(svg: string): Promise<{
  side: number
  pixels: { x: number; y: number }[]
  at(x: number, y: number): number
}> {
  const { data, info } = await sharp(Buffer.from(svg))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const side = info.width
  return {
    side,
    pixels: Array.from({ length: side * side }, (_, at) => ({ x: at % side, y: Math.floor(at / side) })),
    at: (x, y) =>
      Math.min(x, y) < 0 || Math.max(x, y) >= side ? 0 : data[(y * side + x) * info.channels + 3]!,
  }
}
