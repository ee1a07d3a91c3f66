import { createHash } from 'node:crypto'
import type { Options } from '@avatarctl/sdk'

/** Robohash draws up to this many pixels; of a size beyond it, it makes one of 300, and of none an error. */
const largest = 4096

/**
 * Where the picture of a seed is. The service learns a hash and never the seed. Its options are told only where they
 * differ from its own, so that one picture has one address, which the cache goes by.
 *
 * Always a PNG: a JPEG of Robohash's has black where a robot has nothing, and avatarctl makes one of a PNG with white
 * there. The ending plays no part in what is drawn.
 */
export function addressOf(seed: string, size: number, options: Options): URL {
  const { baseUrl = 'https://robohash.org' } = options as RobohashOptions
  const side = Math.min(largest, Math.max(1, Math.round(size)))
  const hash = createHash('sha256').update(seed, 'utf8').digest('hex')
  const address = new URL(`${baseUrl.replace(/\/+$/, '')}/${hash}.png`)
  address.search = new URLSearchParams({ ...wishesOf(options), size: `${side}x${side}` }).toString()
  return address
}

/** The options of avatarctl in the words of Robohash. */
function wishesOf(options: RobohashOptions): Record<string, string> {
  const { set = 'set1', sets, colour = 'any', background = 'none' } = options
  return {
    ...(sets ? { sets: sets.join(',') } : { set }),
    ...(colour === 'any' ? {} : { color: colour }),
    ...(background === 'none' ? {} : { bgset: background }),
  }
}

interface RobohashOptions {
  set?: string
  sets?: string[]
  colour?: string
  background?: string
  baseUrl?: string
}
