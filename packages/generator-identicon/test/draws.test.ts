import { createHash, createHmac } from 'node:crypto'
import { expect } from 'chai'
import { drawsOf } from '../src/draws.ts'

function bytesOf(seed: string, key: string, count: number): number[] {
  const draws = drawsOf(seed, key)
  return Array.from({ length: count }, () => draws.byte())
}

describe('the draws of a seed', () => {
  it('are hashes of its SHA-256, one after the other', () => {
    const first = createHash('sha256')
      .update(createHash('sha256').update('ada@example.com').digest())
      .digest()
    const second = createHash('sha256').update(first).digest()
    expect(bytesOf('ada@example.com', '', 64)).to.deep.equal([...first, ...second])
  })

  it('begin with its HMAC where there is a key', () => {
    const start = createHmac('sha256', 'Example Inc.').update('ada@example.com').digest()
    expect(bytesOf('ada@example.com', 'Example Inc.', 32)).to.deep.equal([
      ...createHash('sha256').update(start).digest(),
    ])
  })

  it('are others with every key', () => {
    const keys = ['', 'a', 'b', ' a', 'ä']
    expect(new Set(keys.map((key) => bytesOf('ada@example.com', key, 8).join())).size).to.equal(keys.length)
  })

  it('leave the own item alone', () => {
    const items = Array.from({ length: 100 }, (_, at) => at)
    const draws = drawsOf('ada@example.com', '')
    const own = draws.own(items)
    draws.byte()
    expect(draws.own(items)).to.equal(own)
  })

  it('give each item to as many seeds', () => {
    const counts = Array.from({ length: 7 }, () => 0)
    const items = counts.map((_, at) => at)
    const total = 14_000
    for (let at = 0; at < total; at++) counts[drawsOf(`person.${at}@example.com`, '').own(items)]! += 1
    const expected = total / counts.length
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // 6 degrees of freedom: an even draw stays below 26 in 9,998 of 10,000 cases.
    expect(chiSquare).to.be.lessThan(26)
  })
})
