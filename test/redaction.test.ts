import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import fc from 'fast-check'
import { neverShow, redacted } from '../src/redaction.ts'

describe('a text without secrets', () => {
  const value = 'pass "word" & söme <more>'
  before(() => neverShow(value))

  const written: [how: string, text: string][] = [
    ['as it is', value],
    ['in JSON', JSON.stringify({ value })],
    ['in an address', `https://example.com/?key=${encodeURIComponent(value)}`],
    ['in a form', new URLSearchParams({ value }).toString()],
    ['in HTML', 'pass &quot;word&quot; &amp; söme &lt;more&gt;'],
    ['as bytes that were taken for letters', Buffer.from(value).toString('latin1')],
    ['in base64', Buffer.from(value).toString('base64')],
    ['in base64 for addresses', Buffer.from(value).toString('base64url')],
    ['in the header of a sign-in', `Basic ${Buffer.from(`me:${value}`).toString('base64')}`],
    ['in that of somebody else', `Basic ${Buffer.from(`you:${value}:and more`).toString('base64')}`],
  ]
  for (const [how, text] of written) {
    it(`has [secret] in the place of one that stands there ${how}`, () => {
      expect(redacted(`left ${text} right`))
        .to.contain('[secret]')
        .and.match(/^left .* right$/)
        .and.not.match(/w.?o.?r.?d|more|d29yZ|söme/)
    })
  }

  it('shows nothing of one that was cut off, as messages cut what is long', () => {
    const jwt = `eyJhbGciOiJSUzI1NiJ9.${randomBytes(300).toString('base64url')}`
    neverShow(jwt)
    expect(redacted(`refused: ${jwt.slice(0, 80)}…`)).to.equal('refused: [secret]…')
  })

  it('shows nothing of the longer one where one begins with another', () => {
    neverShow('first-part')
    neverShow('first-part-and-second')
    expect(redacted('first-part-and-second first-part first-party')).to.equal('[secret] [secret] [secret]y')
  })

  it('keeps words that are no longer than five letters: they stand in others', () => {
    neverShow('admin')
    expect(redacted('administrators')).to.equal('administrators')
  })

  it('is the text itself where there is nothing secret in it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(redacted(text)).to.equal(text)
      }),
    )
  })

  it('has none of any secret, wherever it stands', () => {
    const secrets = fc.stringMatching(/^[!-~]{10,40}$/)
    fc.assert(
      fc.property(fc.array(secrets, { minLength: 1, maxLength: 5 }), fc.string(), (all, between) => {
        for (const one of all) neverShow(one)
        const text = redacted(all.flatMap((one) => [between, one, between]).join(''))
        for (const one of all) expect('[secret]'.includes(one) || !text.includes(one)).to.equal(true)
      }),
    )
  })

  it('knows the newest ones, and not all that there ever were', () => {
    const tokens = Array.from({ length: 1_000 }, () => randomBytes(40).toString('hex'))
    neverShow('kept-for-months')
    for (const token of tokens) {
      neverShow(token)
      neverShow('kept-for-months')
    }
    expect(redacted(`kept-for-months ${tokens.at(-1)}`)).to.equal('[secret] [secret]')
    expect(redacted(tokens[0]!)).to.equal(tokens[0])
  })
})
