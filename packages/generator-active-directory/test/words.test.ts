import { expect } from 'chai'
import { InvalidCredentialsError, StrongAuthRequiredError } from 'ldapts'
import { inWords } from '../src/words.ts'

const asked = { host: 'dc1.corp.test', user: 'CORP\\reader' }

/** As a domain controller says it. */
const bindError = (data: string) =>
  new InvalidCredentialsError(
    `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${data}, v1db1\u0000`,
  )

describe('what Active Directory says, in words', () => {
  for (const [data, words] of Object.entries({
    525: 'it knows no such user',
    '52e': 'the name or the password is wrong',
    530: 'the account may not sign in at this time of day',
    531: 'the account may not sign in from this machine',
    532: 'the password has expired',
    533: 'the account is disabled',
    534: 'the account has not been granted this kind of sign-in',
    701: 'the account has expired',
    773: 'the password has to be changed before the first sign-in',
    775: 'the account is locked',
  })) {
    it(`has "${words}" for ${data}`, () => {
      const said = inWords(bindError(data), asked)
      expect(said.message).to.equal(`dc1.corp.test refuses CORP\\reader: ${words} (${data})`)
      expect(said.kind).to.equal('unauthorised')
      expect(said.hint).to.be.a('string')
    })
  }

  it('keeps a code that nobody knows, and needs none', () => {
    expect(inWords(bindError('999'), asked).message).to.match(/password is wrong \(999\)$/)
    expect(inWords(new InvalidCredentialsError('no'), asked).message).to.match(/password is wrong$/)
  })

  it('says what to do where a connection has to be encrypted', () => {
    const { kind, hint } = inWords(
      new StrongAuthRequiredError('BindSimple: Transport encryption required.'),
      asked,
    )
    expect([kind, hint]).to.deep.equal([
      'unusable',
      'Leave the option unencrypted out, or ask it by ldaps://.',
    ])
  })

  it('repeats what a server says of itself on one line, and not for ever', () => {
    const said = inWords(Object.assign(new Error(`a\nb\u001b[2J${'x'.repeat(1000)}`), { code: 80 }), asked)
    expect(said.message).to.match(/^dc1\.corp\.test answered: a b \[2Jx+$/)
    expect(said.message.length).to.be.lessThan(300)
  })
})
