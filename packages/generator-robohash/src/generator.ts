import type { Generator } from '@avatarctl/sdk'
import { addressOf } from './address.ts'

/** A picture of the largest size has some hundred kilobytes; what is larger is none. */
const maxBytes = 10_000_000

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** Robohash has a picture for every text, so there is no `null` here: whatever goes wrong is a failure. */
export default {
  async generate({ seed, size, options, fetch, signal }) {
    const address = addressOf(seed, size, options)
    const answer = await fetch(address, { signal, headers: { accept: 'image/png' } })
    if (!answer.ok) {
      await answer.body?.cancel()
      throw new Error(`${address.host} answered ${answer.status}`)
    }
    const bytes = new Uint8Array(await answer.arrayBuffer())
    if (bytes.length > maxBytes) throw new Error(`${address.host} answered with ${bytes.length} bytes`)
    if (!png.every((byte, index) => bytes[index] === byte)) {
      throw new Error(`${address.host} answered with something that is no PNG`)
    }
    return { bytes }
  },
} satisfies Generator
