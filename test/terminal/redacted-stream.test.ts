import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import { neverShow } from '../../src/redaction.ts'
import { redactStream } from '../../src/terminal/redacted-stream.ts'

describe('a stream without secrets', () => {
  const secret = 'zq7-opensesame-9831-open'
  before(() => neverShow(secret))

  function makeStream() {
    const stream = new PassThrough()
    const giveRest = redactStream(stream)
    stream.setEncoding('utf8')
    return { stream, giveRest, seen: () => (stream.read() as string | null) ?? '' }
  }

  it('shows [secret] in the place of one', () => {
    const { stream, seen } = makeStream()
    stream.write(`before ${secret} after\n`)
    expect(seen()).to.equal('before [secret] after\n')
  })

  it('shows at most its first letters, wherever it was cut in pieces', () => {
    for (let cut = 1; cut < secret.length; cut += 1) {
      const { stream, giveRest, seen } = makeStream()
      stream.write(`before ${secret.slice(0, cut)}`)
      stream.write(`${secret.slice(cut)} after`)
      giveRest()
      expect(seen(), `cut at ${cut}`).to.match(/^before z?q?7?-?o?\[secret\] after$/)
    }
  })

  it('shows no more of one that comes letter by letter', () => {
    const { stream, giveRest, seen } = makeStream()
    for (const letter of `before ${secret} after`) stream.write(letter)
    giveRest()
    expect(seen()).to.match(/^before z?q?7?-?o?\[secret\] after$/)
  })

  it('takes bytes for text', () => {
    const { stream, seen } = makeStream()
    stream.write(Buffer.from(`é ${secret}`))
    expect(seen()).to.equal('é [secret]')
  })

  it('holds nothing back for long that only looked like one', async () => {
    const { stream, seen } = makeStream()
    stream.write('zq7-open')
    expect(seen()).to.equal('')
    // The timer that gives it out keeps no process alive; this one does.
    const alive = setTimeout(() => undefined, 5_000)
    await once(stream, 'readable')
    clearTimeout(alive)
    expect(seen()).to.equal('zq7-open')
  })

  it('gives the rest when it is asked to, without the beginning of a secret that is long enough to tell', () => {
    const [half, whole] = [makeStream(), makeStream()]
    half.stream.write('zq7-open')
    half.giveRest()
    expect(half.seen()).to.equal('zq7-open')
    neverShow(`${'x7'.repeat(20)}-long`)
    whole.stream.write(`token ${'x7'.repeat(15)}`)
    whole.giveRest()
    expect(whole.seen()).to.equal('token [secret]')
  })

  it('tells whoever writes that it is written', async () => {
    const { stream } = makeStream()
    await new Promise((resolve) => stream.write(secret, resolve))
    await new Promise((resolve) => stream.write('zq7-open', 'utf8', resolve))
    await new Promise((resolve) => stream.write('', resolve))
  })
})
