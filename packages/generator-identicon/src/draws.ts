import { createHash, createHmac } from 'node:crypto'

/** What a seed decides: as many even draws as somebody wants, always the same ones. */
export interface Draws {
  /** From 0 to 255, the next one at every call. */
  byte(): number
  /** The one item that belongs to the seed, whatever else was drawn. */
  own<Item>(items: readonly Item[]): Item
}

/**
 * The draws of a seed: its SHA-256, hashed again for as long as bytes are needed. With a key it is the HMAC-SHA-256, so
 * that nobody without the key can draw the same.
 */
export function drawsOf(seed: string, key: string): Draws {
  const start = (key === '' ? createHash('sha256') : createHmac('sha256', key)).update(seed, 'utf8').digest()
  const number = start.readUIntBE(0, 6)
  let block = start
  let at = block.length
  return {
    byte() {
      if (at === block.length) {
        block = createHash('sha256').update(block).digest()
        at = 0
      }
      return block[at++]!
    },
    own: (items) => items[number % items.length]!,
  }
}
