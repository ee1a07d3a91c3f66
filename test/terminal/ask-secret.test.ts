import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import { askSecrets } from '../../src/terminal/ask-secret.ts'

const questions = [
  { name: 'clientSecret', text: 'clientSecret, not shown' },
  { name: 'jwt', text: 'jwt, not shown' },
]

/** Somebody who types each of these when they are asked. */
function answering(...answers: readonly string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const left = [...answers]
  let screen = ''
  output.on('data', (text: Buffer) => {
    screen += text.toString()
    if (/: $/.test(text.toString())) setImmediate(() => input.write(left.shift() ?? ''))
  })
  const notes: string[] = []
  const { signal } = new AbortController()
  const ask = () => askSecrets(questions, { note: (one) => notes.push(one), signal }, { input, output })
  return { ask, notes, input, screen: () => screen }
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => new Error('it succeeded'),
    (error: unknown) => error as Error & { code?: string },
  )

describe('secrets that are typed', () => {
  it('are taken one after the other, and never shown; Enter gives none', async () => {
    const { ask, screen } = answering('first-secret\r', '\r')
    const given = await ask()
    expect(Object.keys(given)).to.deep.equal(['clientSecret'])
    expect(given['clientSecret']?.reveal()).to.equal('first-secret')
    expect(screen()).to.equal('clientSecret, not shown: \njwt, not shown: \n')
  })

  it('may be corrected, and are not, once they are pasted', async () => {
    const { ask } = answering('wrong\u007f\u007f\u007f\u007f\u007fright\r', 'pasted.all.at.once\r')
    const given = await ask()
    expect(given['clientSecret']?.reveal()).to.equal('right')
    expect(given['jwt']?.reveal()).to.equal('pasted.all.at.once')
  })

  it('of several lines are none: the rest goes neither into the next answer nor to the shell', async () => {
    const { ask, screen } = answering('first line\rsecond line\r')
    const error = await failure(ask())
    expect(error).to.include({ code: 'wrong-use' })
    expect(error.message).to.equal('clientSecret has several lines, and a secret is one')
    expect(screen()).to.equal('clientSecret, not shown: \n')
  })

  for (const [name, key] of [
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])
    it(`end with ${name}, also in the middle of one`, async () => {
      expect(await failure(answering(`${key}`).ask())).to.include({ code: 'interrupted' })
      const later = answering('first-secret\r', key === '\u0003' ? `half of i${key}` : `${key}`)
      expect(await failure(later.ask())).to.include({ code: 'interrupted' })
      expect(later.screen()).to.not.contain('half')
    })

  it('end when the other side hangs up', async () => {
    const { ask, input } = answering()
    const asked = failure(ask())
    input.end()
    expect(await asked).to.include({ code: 'interrupted' })
  })
})
