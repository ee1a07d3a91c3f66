import { expect } from 'chai'
import { makeLag, type Shown } from '../src/lag.ts'

describe('a write that may not be seen yet', () => {
  const signal = new AbortController().signal
  const [sent, before, rewritten] = ['sent', 'before', 'rewritten'].map((text) => Buffer.from(text))
  /** Shows one thing after the other, and the last one for good. */
  function showing(...all: Shown[]) {
    const looks = { count: 0 }
    const look = () => Promise.resolve(all[Math.min(looks.count++, all.length - 1)] as Shown)
    return { looks, look }
  }

  it('is waited for until record and image show it', async () => {
    const lag = makeLag({ imageMs: 5_000 })
    lag.expect('1', 'v1', sent, 5_000)
    const { looks, look } = showing(
      { version: 'v1', bytes: before! },
      { version: 'v2', bytes: before! },
      { version: 'v2' },
      { version: 'v2', bytes: sent! },
    )
    expect(await lag.settled('1', look, signal)).to.deep.equal({ version: 'v2', bytes: sent })
    expect(looks.count).to.equal(4)
    expect(lag.isExpected('1')).to.equal(false)
  })

  it('is seen at the first look most of the time, and looked at once without a write', async () => {
    const lag = makeLag({ imageMs: 5_000 })
    lag.expect('1', null, sent, 5_000)
    const { looks, look } = showing({ version: 'v1', bytes: sent! })
    await lag.settled('1', look, signal)
    await lag.settled('1', look, signal)
    expect(looks.count).to.equal(2)
  })

  it('is over for a removal when there is no version any more', async () => {
    const lag = makeLag({ imageMs: 5_000 })
    lag.expect('1', 'v1', undefined, 5_000)
    const { look } = showing({ version: 'v1', bytes: before! }, { version: null })
    expect(await lag.settled('1', look, signal)).to.deep.equal({ version: null })
  })

  it('is given up when its time has passed, with what is shown then', async () => {
    const lag = makeLag({ imageMs: 5_000 })
    lag.expect('1', null, sent, 300)
    const { look } = showing({ version: null })
    expect(await lag.settled('1', look, signal)).to.deep.equal({ version: null })
    expect(lag.isExpected('1')).to.equal(false)
  })

  it('is waited for in vain but once where the service writes images anew', async () => {
    const lag = makeLag({ imageMs: 300 })
    const shown = { version: 'v2', bytes: rewritten! }
    lag.expect('1', 'v1', sent, 60_000)
    const first = showing(shown)
    expect(await lag.settled('1', first.look, signal)).to.deep.equal(shown)
    expect(first.looks.count).to.be.greaterThan(1)
    lag.expect('2', 'v1', sent, 60_000)
    const second = showing(shown)
    await lag.settled('2', second.look, signal)
    expect(second.looks.count).to.equal(1)
  })

  it('ends with the signal', async () => {
    const lag = makeLag({ imageMs: 5_000 })
    lag.expect('1', null, sent, 60_000)
    const stop = new AbortController()
    const waiting = lag.settled('1', showing({ version: null }).look, stop.signal).catch(() => 'ended')
    stop.abort()
    expect(await waiting).to.equal('ended')
  })
})
