import type { GeneratorImage, GeneratorPerson } from '@avatarctl/sdk'
import { expect } from 'chai'
import { type ChainLink, type ChainRules, makeChain } from '../../src/generators/chain.ts'
import { closedFetch } from '../../src/network/closed-fetch.ts'

const ada: GeneratorPerson = { id: '1', name: 'Ada Lovelace', kind: 'person', status: 'enabled' }
const { signal } = new AbortController()

/** A photo that is so many pixels wide, for which one byte stands here. */
const photo = (side: number, modified?: string): GeneratorImage => ({
  ...{ bytes: Uint8Array.of(side) },
  ...(modified !== undefined && { modified }),
})
const sideOf = ([side = 0]: Uint8Array) => Promise.resolve(side)

function link(
  id: string,
  produces: 'artwork' | 'photo',
  answer: GeneratorImage | null | Error,
): ChainLink & { asked: number } {
  const made = {
    generator: { id, produces, revision: 1 },
    ...{ options: {}, fetch: closedFetch, asked: 0 },
    activate: () =>
      Promise.resolve({
        generate() {
          made.asked += 1
          if (answer instanceof Error) throw answer
          return answer
        },
      }),
  }
  return made
}

const ask = (
  links: ChainLink[],
  rules: Partial<ChainRules>,
  until?: { generator: string; fingerprint: string },
) => makeChain(links, { signal, sideOf, ...rules }).ask(ada, { size: 64, signal, ...(until && { until }) })

/** Who was chosen. */
async function chosen(links: ChainLink[], prefer?: 'first' | 'largest' | 'newest') {
  const answer = await ask(links, prefer ? { prefer } : {})
  return answer.kind === 'image' ? answer.generator : answer.kind
}

describe('of several photos', () => {
  it('the first one is taken, unless another preference was said', async () => {
    const later = link('b', 'photo', photo(9))
    expect(await chosen([link('a', 'photo', photo(1)), later])).to.equal('a')
    expect(later.asked).to.equal(0)
  })

  it('the largest one is taken by its smaller side; of equals the first', async () => {
    const links = [
      ...[link('a', 'photo', photo(4)), link('none', 'photo', null), link('b', 'photo', photo(9))],
      link('c', 'photo', photo(9)),
    ]
    expect(await chosen(links, 'largest')).to.equal('b')
  })

  it('the newest one is taken; one of unknown age is older than any other', async () => {
    const [old, fresh] = ['2020-01-01T00:00:00Z', '2020-01-01T00:30:00+01:00']
    expect(
      await chosen([link('a', 'photo', photo(1, fresh)), link('b', 'photo', photo(1, old))], 'newest'),
    ).to.equal('b')
    expect(
      await chosen([link('a', 'photo', photo(1)), link('b', 'photo', photo(1, old))], 'newest'),
    ).to.equal('b')
    expect(await chosen([link('a', 'photo', photo(1)), link('b', 'photo', photo(2))], 'newest')).to.equal('a')
    expect(
      await chosen([link('a', 'photo', photo(1, 'yesterday')), link('b', 'photo', photo(1, old))], 'newest'),
    ).to.equal('b')
  })

  it('none is compared with artwork, which keeps its place', async () => {
    const art = () => link('art', 'artwork', photo(200))
    const [small, large] = [link('a', 'photo', photo(4)), link('b', 'photo', photo(9))]
    expect(await chosen([small, art(), large], 'largest')).to.equal('b')
    expect(await chosen([art(), small, large], 'largest')).to.equal('art')
    expect(await chosen([link('x', 'photo', null), art(), link('y', 'photo', null)], 'largest')).to.equal(
      'art',
    )
  })

  it('one that could not be had is a failure, as nobody knows how large it is', async () => {
    const links = () => [link('a', 'photo', photo(4)), link('b', 'photo', new Error('no answer'))]
    expect(await ask(links(), { prefer: 'largest' })).to.include({ kind: 'failed', generator: 'b' })
    const next = await ask(links(), { prefer: 'largest', onFailure: 'next' })
    expect(next).to.deep.include({
      generator: 'a',
      failures: [{ generator: 'b', message: 'b failed: no answer' }],
    })
  })

  it('all are looked at again in every run, as any may have grown', async () => {
    const links = [link('a', 'photo', photo(9)), link('b', 'photo', photo(4))]
    const first = await ask(links, { prefer: 'largest' })
    const until = first.kind === 'image' ? { generator: 'a', fingerprint: first.fingerprint } : undefined
    expect(await ask(links, { prefer: 'largest' }, until)).to.include({ kind: 'image', generator: 'a' })
    // A single generator of photos has nobody to be compared with.
    expect(await ask(links.slice(0, 1), { prefer: 'largest' }, until)).to.deep.equal({ kind: 'current' })
  })
})
