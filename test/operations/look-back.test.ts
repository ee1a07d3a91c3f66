import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { lookBack } from '../../src/operations/look-back.ts'

describe('looking back at a write', () => {
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  const [ours, before, other, damaged] = ['ours', 'before', 'other', 'damaged'].map((text) =>
    Buffer.from(text),
  )
  const darkroom = { hash, decodes: (bytes: Uint8Array) => Promise.resolve(!damaged!.equals(bytes)) }
  const shown = (bytes: Uint8Array, version: string) => ({
    ...({ state: 'present', bytes, version, mediaType: 'image/png' } as const),
  })
  const replaced = { sha256: hash(ours!), beforeVersion: '1', beforeSha256: hash(before!) }
  const filled = { sha256: hash(ours!), beforeVersion: null, beforeSha256: null }
  const removed = { sha256: null, beforeVersion: '1', beforeSha256: hash(before!) }
  const none = { state: 'missing' } as const

  for (const [what, served, sent, verdict] of [
    ['our picture', shown(ours!, '2'), replaced, 'arrived'],
    ['our picture, under the old version', shown(ours!, '1'), replaced, 'arrived'],
    ['our picture, where there was none', shown(ours!, '2'), filled, 'arrived'],
    ['nothing any more', none, removed, 'arrived'],
    ['what stood there before', shown(before!, '1'), replaced, 'as-before'],
    ['nothing still', none, filled, 'as-before'],
    ['what was to be removed', shown(before!, '1'), removed, 'as-before'],
    ['the old picture under a new version', shown(before!, '2'), replaced, 'doubtful'],
    ['another picture under the old version', shown(other!, '1'), replaced, 'doubtful'],
    ['half a picture', shown(damaged!, '2'), replaced, 'doubtful'],
    ['half a picture, where there was none', shown(damaged!, '2'), filled, 'doubtful'],
    ['somebody else’s picture', shown(other!, '2'), replaced, 'changed'],
    ['somebody else’s picture, where there was none', shown(other!, '2'), filled, 'changed'],
    ['somebody else’s picture, where ours was to be removed', shown(other!, '2'), removed, 'changed'],
    ['nothing, where we replaced', none, replaced, 'changed'],
  ] as const) {
    it(`${what}: ${verdict}`, async () => {
      expect(await lookBack(served, sent, { reencodes: false }, darkroom)).to.equal(verdict)
    })
  }

  it('takes another picture under a new version for ours where the directory writes pictures anew', async () => {
    expect(await lookBack(shown(other!, '2'), replaced, { reencodes: true }, darkroom)).to.equal('arrived')
    expect(await lookBack(shown(other!, '1'), replaced, { reencodes: true }, darkroom)).to.equal('doubtful')
  })
})
