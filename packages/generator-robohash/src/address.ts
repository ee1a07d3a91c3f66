import { createHash } from 'node:crypto'
import type { Options } from '@avatarctl/sdk'

/** Robohash draws up to this many pixels; of a size beyond it, it makes one of 300. */
const largest = 4096

/**
 * Where the picture of a seed is. The service learns a hash and never the seed; the ending says which format is wanted,
 * and plays no part in what is drawn.
 */
export function addressOf(seed: string, size: number, options: Options): URL {
  const { set = 'set1', background = 'none', baseUrl = 'https://robohash.org' } = options as RobohashOptions
  const side = Math.min(largest, Math.max(1, Math.round(size)))
  const hash = createHash('sha256').update(seed, 'utf8').digest('hex')
  const address = new URL(`${baseUrl.replace(/\/+$/, '')}/${hash}.png`)
  address.searchParams.set('set', set)
  address.searchParams.set('size', `${side}x${side}`)
  if (background !== 'none') address.searchParams.set('bgset', background)
  return address
}

interface RobohashOptions {
  set?: string
  background?: string
  baseUrl?: string
}
