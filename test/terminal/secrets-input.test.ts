import { expect } from 'chai'
import type { AppError } from '../../src/errors.ts'
import { type ExpectedSecrets, readText, secretsIn } from '../../src/terminal/secrets-input.ts'

const both: ExpectedSecrets = {
  connection: 'acme',
  secrets: [
    { name: 'clientSecret', variables: ['RC_APP_CLIENT_SECRET'], known: undefined },
    { name: 'jwt', variables: ['RC_USER_JWT', 'AVATARCTL_SECRET_ACME_JWT'], known: undefined },
  ],
  otherVariables: ['RC_SERVER_URL'],
  bare: undefined,
}
const onlyJwt: ExpectedSecrets = {
  ...both,
  secrets: both.secrets.map((one) => ({ ...one, known: one.name === 'jwt' ? undefined : 'kept' })),
}

describe('secrets on standard input', () => {
  let notes: string[]
  beforeEach(() => void (notes = []))
  const read = (text: string, expected: ExpectedSecrets = both) =>
    Object.fromEntries(
      Object.entries(secretsIn(text, expected, (one) => notes.push(one))).map(([name, one]) => [
        name,
        one.reveal(),
      ]),
    )
  const failure = (text: string, expected?: ExpectedSecrets) => {
    try {
      return { message: `it was read as ${JSON.stringify(read(text, expected))}`, hint: '' }
    } catch (error) {
      expect(error).to.include({ code: 'wrong-use' })
      return error as AppError
    }
  }

  it('are lines in the words of the manifest, or of its variables, as a file of variables has them', () => {
    for (const text of [
      'clientSecret=one\njwt=two\n',
      'RC_USER_JWT=two\r\nRC_APP_CLIENT_SECRET=one\r\n',
      '# made by hand\n\nexport AVATARCTL_SECRET_ACME_JWT=two\nexport clientSecret=one',
    ])
      expect(read(text), text).to.deep.equal({ clientSecret: 'one', jwt: 'two' })
    expect(read('RC_USER_JWT=a=b==')).to.deep.equal({ jwt: 'a=b==' })
    expect(notes).to.deep.equal([])
  })

  it('leave out what is no secret, and say so without repeating it', () => {
    expect(read('RC_SERVER_URL=https://example.com\nRC_USER_JWT=two')).to.deep.equal({ jwt: 'two' })
    expect(notes).to.deep.equal(['RC_SERVER_URL is left out: it is no secret, and stands in the settings.'])
  })

  it('may be one, bare: where only one is lacking, or its name is said', () => {
    expect(read('e30.e30.sig\n', onlyJwt)).to.deep.equal({ jwt: 'e30.e30.sig' })
    expect(read('RC_USER_JWT=x', { ...both, bare: 'clientSecret' })).to.deep.equal({
      clientSecret: 'RC_USER_JWT=x',
    })
    expect(read('pass=word', onlyJwt)).to.deep.equal({ jwt: 'pass=word' })
    expect(failure('e30.e30.sig').message).to.contain('not clear which')
    expect(failure('e30.e30.sig').hint).to.contain('--secret NAME')
  })

  it('are taken without the blanks around them, which is said', () => {
    expect(read(' e30.e30.sig \n', onlyJwt)).to.deep.equal({ jwt: 'e30.e30.sig' })
    expect(notes).to.deep.equal(['Blanks around jwt were left out.'])
  })

  const wrong: [title: string, text: string, says: RegExp, expected?: ExpectedSecrets][] = [
    ['nothing', '', /No secret of acme came/],
    ['blank lines', '\n \n', /No secret of acme came/],
    ['an empty one', 'RC_USER_JWT=\n', /jwt is empty/],
    ['several lines that are one secret', 'hush\nhush-hush\n', /jwt has several lines/, onlyJwt],
    [
      'a line too many',
      'RC_USER_JWT=two\nhush-hush',
      /line 2 is none of RC_APP_CLIENT_SECRET=… and RC_USER_JWT=…/,
    ],
    ['a variable of somebody else', 'OTHER_JWT=hush', /line 1 is none of/, onlyJwt],
    ['the same twice', 'jwt=hush\nRC_USER_JWT=hush', /jwt is there twice/],
    ['nothing but what is no secret', 'RC_SERVER_URL=hush', /there is none of/],
    ['characters that nobody sees', 'jwt=hu\u0007sh', /nobody can see/],
    ['much too much', `jwt=${'hush'.repeat(20_000)}`, /more than 50000 characters/],
  ]
  for (const [title, text, says, expected] of wrong)
    it(`are refused in one sentence: ${title}`, () => {
      const { message, hint } = failure(text, expected)
      expect(message).to.match(says)
      expect(message + (hint ?? '')).to.not.contain('hush')
    })

  const chunks = async function* (...pieces: (Uint8Array | string)[]) {
    yield* pieces
  }

  it('are UTF-8, and no more than anybody needs', async () => {
    expect(await readText(chunks('jwt=', Buffer.from('ü')))).to.equal('jwt=ü')
    expect(await readText(chunks('\ufeffjwt=a'))).to.equal('jwt=a')
    const refused = (input: AsyncIterable<Uint8Array | string>) =>
      readText(input).then(
        () => 'read',
        (error: unknown) => (error as AppError).message,
      )
    expect(await refused(chunks(Buffer.from('jwt=a', 'utf16le'), Buffer.from([0xff])))).to.contain('UTF-8')
    expect(await refused(chunks('a'.repeat(1_000_000)))).to.contain('more than 200 kB')
  })
})
