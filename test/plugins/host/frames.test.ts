import { expect } from 'chai'
import fc from 'fast-check'
import { encodeFrame, type Frame, frameReader } from '../../../src/plugins/host/frames.ts'

const limits = { headBytes: 1000, bodyBytes: 1000 }
const prefix = (head: number, body: number) => {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32BE(head, 0)
  bytes.writeUInt32BE(body, 4)
  return bytes
}

describe('messages between the tool and a plugin host', () => {
  it('are read back as they were written, in whatever pieces they arrive', () => {
    const messages = fc.array(fc.record({ text: fc.string(), body: fc.uint8Array() }), { maxLength: 5 })
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 40 }), (given, step) => {
        const wire = Buffer.concat(given.map(({ text, body }) => encodeFrame({ text }, body)))
        const found: Frame[] = []
        const read = frameReader((frame) => found.push(frame))
        for (let at = 0; at < wire.length; at += step) read(wire.subarray(at, at + step))
        expect(found.map(({ head, body }) => ({ ...head, body: new Uint8Array(body) }))).to.deep.equal(given)
      }),
    )
  })

  for (const [what, bytes] of [
    ['claims a head of 4 GB', prefix(2 ** 32 - 1, 0)],
    ['claims a body that is a byte too long', prefix(2, 1001)],
    ['has no head', prefix(0, 0)],
    ['has a head that is no JSON', Buffer.concat([prefix(2, 0), Buffer.from('{]')])],
    ['has a head that is no object', Buffer.concat([prefix(2, 0), Buffer.from('[]')])],
    ['is text', Buffer.from('<html><body>')],
  ] as const) {
    it(`are refused when one ${what}`, () => {
      expect(() => frameReader(() => expect.fail('read'), limits)(bytes)).to.throw()
    })
  }

  it('are not even made when they are too long', () => {
    expect(() => encodeFrame({ text: 'x'.repeat(1000) }, undefined, limits)).to.throw(RangeError)
    expect(() => encodeFrame({}, new Uint8Array(1001), limits)).to.throw(RangeError)
  })
})
