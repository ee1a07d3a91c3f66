import { createHash } from 'node:crypto'
import { expect } from 'chai'
import sharp from 'sharp'
import generator from '../src/generator.ts'
import { serve } from './service.ts'

/** A Robohash of your own, such as http://127.0.0.1:8080; `python robohash/webfront.py` is one. */
const { ROBOHASH_URL } = process.env

const sets = ['set1', 'set2', 'set3', 'set4', 'set5']

const title = ROBOHASH_URL
  ? `Robohash at ${ROBOHASH_URL}`
  : 'Robohash (a stand-in, as ROBOHASH_URL names no genuine one)'

describe(title, function () {
  this.timeout(60_000)
  let service: Awaited<ReturnType<typeof serve>> | undefined
  let baseUrl = ROBOHASH_URL ?? ''
  before(async () => {
    if (!ROBOHASH_URL) baseUrl = (service = await serve()).baseUrl
  })
  after(() => service?.[Symbol.asyncDispose]())

  async function draw(options: Record<string, unknown>, { seed = 'ada@example.com', size = 64 } = {}) {
    const person = { id: '1', kind: 'person', status: 'enabled' } as const
    const { signal } = new AbortController()
    const request = { person, seed, size, options: { ...options, baseUrl }, fetch, signal }
    const { bytes } = await generator.generate(request)
    const pixels = await sharp(bytes).ensureAlpha().raw().toBuffer()
    return { bytes, look: createHash('sha256').update(pixels).digest('hex'), corner: pixels.at(3) }
  }
  const looksOf = async (all: Record<string, unknown>[]) =>
    (await Promise.all(all.map((options) => draw(options)))).map(({ look }) => look)

  it('draws the same for the same seed, and another for another', async () => {
    const [first, second, other] = [
      await draw({}),
      await draw({}),
      await draw({}, { seed: 'bob@example.com' }),
    ]
    expect(second.look).to.equal(first.look)
    expect(other.look).to.not.equal(first.look)
  })

  it('draws at the size that is asked for, the largest too', async () => {
    for (const size of [16, ROBOHASH_URL ? 4096 : 1024]) {
      const { width, height } = await sharp((await draw({}, { size })).bytes).metadata()
      expect([width, height]).to.deep.equal([size, size])
    }
  })

  it('has five sets, each other than the rest', async () => {
    expect(new Set(await looksOf(sets.map((set) => ({ set }))))).to.have.property('size', 5)
  })

  it('takes any from the first three sets, and one of several from these', async () => {
    const [one, two, three, four] = await looksOf(sets.map((set) => ({ set })))
    const [any, several] = await looksOf([{ set: 'any' }, { sets: ['set2', 'set4'] }])
    expect(any).to.be.oneOf([one, two, three])
    expect(several).to.be.oneOf([two, four])
  })

  it('draws robots in ten colours, one of which it takes by itself', async () => {
    const colours = 'blue brown green grey orange pink purple red white yellow'.split(' ')
    const looks = await looksOf(colours.map((colour) => ({ colour })))
    expect(new Set(looks)).to.have.property('size', 10)
    expect(looks).to.include((await draw({})).look)
  })

  it('has nothing behind it unless a background is asked for', async () => {
    const corners = await Promise.all(
      ['none', 'bg1', 'bg2', 'any'].map(async (background) => (await draw({ background })).corner),
    )
    expect(corners).to.deep.equal([0, 255, 255, 255])
  })
})
