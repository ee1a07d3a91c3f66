import { inspect } from 'node:util'
import { expect } from 'chai'
import { redacted } from '../src/redaction.ts'
import { Secret } from '../src/secret.ts'

describe('a secret', () => {
  const secret = new Secret('correct-horse-battery')

  const ways: [what: string, text: string][] = [
    ['a text', `The password is ${String(secret)}`],
    ['JSON', JSON.stringify({ secret })],
    ['what Node shows of an object', inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
    ['an error', String(new Error(`refused with ${String(secret)}`))],
    ['the properties of an error', inspect(Object.assign(new Error('refused'), { secret }))],
    ['a list', [secret].join()],
  ]
  for (const [what, text] of ways) {
    it(`is [secret] in ${what}`, () => {
      expect(text).to.contain('[secret]').and.not.contain('horse')
    })
  }

  it('is given to whoever asks for it by name', () => {
    expect(secret.reveal()).to.equal('correct-horse-battery')
  })

  it('is known from the moment that it is made', () => {
    expect(redacted('pass-of-this-morning')).to.equal('pass-of-this-morning')
    const today = new Secret('pass-of-this-morning')
    expect(redacted(`is ${today.reveal()}.`)).to.equal('is [secret].')
  })
})
