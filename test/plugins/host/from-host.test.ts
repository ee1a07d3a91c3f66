import { expect } from 'chai'
import { readFromHost } from '../../../src/plugins/host/from-host.ts'

describe('a message of a plugin host', () => {
  const read = (head: Record<string, unknown>) => readFromHost({ head, body: new Uint8Array() })

  it('says "none", and may say why', () => {
    expect(read({ type: 'none', id: 7 })).to.deep.equal({ type: 'none', id: 7 })
    const reason = 'x'.repeat(300)
    expect(read({ type: 'none', id: 7, reason, more: 1 })).to.deep.equal({ type: 'none', id: 7, reason })
  })

  it('is refused where the reason is a story, or no text', () => {
    for (const reason of ['x'.repeat(301), 404, null, ['x']])
      expect(() => read({ type: 'none', id: 7, reason }), String(reason)).to.throw(
        TypeError,
        'without reason',
      )
  })
})
