import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import type { AppError } from '../../src/errors.ts'
import { askAll } from '../../src/terminal/ask.ts'

const questions = {
  title: { text: 'Title', assumed: 'Pixels', faultOf: () => undefined },
  licence: {
    text: 'Licence',
    assumed: '',
    faultOf: (answer: string) => (answer === 'MIT' ? undefined : 'MIT it has to be.'),
  },
}

/** Somebody who types all of this at once. */
function typed(text: string | null) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  if (text === null) input.end()
  else input.write(text)
  return { input, output, shown: () => String(output.read() ?? '') }
}

const { signal } = new AbortController()
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as AppError,
  )

describe('questions in a terminal', () => {
  it('are asked one after the other, and Enter stands for what is assumed', async () => {
    const somebody = typed('\nMIT\n')
    expect(await askAll(questions, signal, somebody)).to.deep.equal({ title: 'Pixels', licence: 'MIT' })
    expect(somebody.shown()).to.equal('Title (Pixels): Licence: ')
  })

  it('are asked again until the answer is right', async () => {
    const somebody = typed('Dots\n\nISC\n MIT \n')
    expect(await askAll(questions, signal, somebody)).to.deep.equal({ title: 'Dots', licence: 'MIT' })
    expect(somebody.shown().match(/MIT it has to be\./g)).to.have.length(2)
  })

  it('end when the other side hangs up, or nobody wants the answer any more', async () => {
    expect(await failure(askAll(questions, signal, typed(null)))).to.include({ code: 'interrupted' })
    const stop = new AbortController()
    const asked = failure(askAll(questions, stop.signal, typed('Dots\n')))
    stop.abort()
    expect(await asked).to.include({ code: 'interrupted' })
  })
})
