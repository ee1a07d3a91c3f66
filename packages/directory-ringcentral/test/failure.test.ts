import { expect } from 'chai'
import { type Asked, failureOf } from '../src/failure.ts'

/** An error as the service writes it down. */
function answer(status: number, code?: string, more: Record<string, unknown> = {}): Response {
  const body =
    code === undefined ? '' : JSON.stringify({ errors: [{ errorCode: code, message: '…', ...more }] })
  return new Response(body, { status, headers: { 'content-type': 'application/json' } })
}

const everybody = ['unauthorised', 'forbidden']

describe('a documented error', () => {
  // Status, code, what the answer names, whom it concerns, and what the sentence and the hint have to say.
  const documented: [number, string, Record<string, string>, string, RegExp, RegExp?][] = [
    [401, 'AGW-401', {}, 'unauthorised', /without a token/, /RC_USER_JWT/],
    [401, 'AGW-402', {}, 'unauthorised', /does not accept the token/, /RC_USER_JWT/],
    [400, 'CMN-101', { parameterName: 'perPage' }, 'rejected', /“perPage”/],
    [404, 'CMN-102', { parameterName: 'extensionId' }, 'not-found', /no such extension/],
    [
      403,
      'CMN-109',
      { featureName: 'Profile Image Streaming' },
      'forbidden',
      /“Profile Image Streaming”/,
      /support/,
    ],
    [429, 'CMN-301', {}, 'throttled', /no more requests/, /minute/],
    [
      403,
      'CMN-401',
      { permissionName: 'EditExtensions' },
      'forbidden',
      /app .*“EditExtensions”/,
      /developer console/,
    ],
    [
      403,
      'CMN-408',
      { permissionName: 'EditUserInfo' },
      'forbidden',
      /role .*“EditUserInfo”/,
      /admin portal/,
    ],
    [403, 'CMN-419', { permissionName: 'EditUserInfo' }, 'forbidden', /themselves only/, /all users/],
    [403, 'CMN-402', {}, 'forbidden', /no administrator/, /role/],
    [403, 'CMN-404', {}, 'forbidden', /other extensions/, /role/],
    [415, 'ACT-330', {}, 'rejected', /type/],
    [400, 'ACT-331', {}, 'rejected', /not valid/],
    [403, 'ACT-332', {}, 'rejected', /not assigned to anybody/, /Assign/],
    [404, 'ACT-333', { scaleSize: '90x90' }, 'not-found', /size/],
    [400, 'ACT-334', {}, 'rejected', /12 megapixels/],
  ]
  for (const [status, code, named, kind, sentence, hint] of documented) {
    it(`${code} concerns ${everybody.includes(kind) ? 'everybody' : 'one person'}: ${kind}`, async () => {
      const failure = await failureOf(answer(status, code, named), { wrote: true })
      expect(failure).to.include({ kind, code, outcome: 'not-applied' })
      expect(failure.message).to.match(sentence).and.contain(`(${status}, ${code})`)
      if (hint) expect(failure.hint).to.match(hint)
    })
  }

  const ofTheSignIn: [number, string, RegExp, RegExp][] = [
    [403, 'OAU-112', /sign in with a JWT/, /JWT auth flow/],
    [401, 'OAU-123', /does not know this app/, /RC_APP_CLIENT_ID/],
    [401, 'OAU-125', /sign in with a JWT/, /JWT auth flow/],
    [400, 'OAU-128', /RC_USER_JWT has expired/, /new one/],
    [400, 'OAU-129', /does not accept RC_USER_JWT/, /cut off/],
    [401, 'OAU-136', /does not find the user/, /new one/],
    [401, 'OAU-140', /does not accept RC_USER_JWT/, /new one/],
    [401, 'OAU-141', /disabled or not activated/, /Activate/],
    [401, 'OAU-142', /account is not active/, /account/],
    [400, 'OAU-146', /does not know this app/, /RC_APP_CLIENT_SECRET/],
    [400, 'OAU-149', /no JWT/, /cut off/],
    [400, 'OAU-199', /refuses the sign-in/, /RC_USER_JWT/],
  ]
  for (const [status, code, sentence, hint] of ofTheSignIn) {
    it(`${code} of the sign-in concerns everybody`, async () => {
      const failure = await failureOf(answer(status, code), { signingIn: true })
      expect(failure).to.include({ kind: 'unauthorised', code })
      expect(failure.message).to.match(sentence)
      expect(failure.hint).to.match(hint)
    })
  }
})

describe('an error that the documentation does not have', () => {
  const kindOf = async (status: number, asked: Asked = {}) => (await failureOf(answer(status), asked)).kind

  it('goes by its status', async () => {
    const statuses = [400, 401, 403, 404, 413, 429, 500, 502, 503]
    expect(await Promise.all(statuses.map((status) => kindOf(status)))).to.deep.equal([
      ...['rejected', 'unauthorised', 'forbidden', 'not-found', 'rejected', 'throttled'],
      ...['unavailable', 'unavailable', 'unavailable'],
    ])
  })

  it('refuses everybody where it was the sign-in, but for trouble that passes', async () => {
    const statuses = [400, 401, 403, 404, 415, 408, 429, 500]
    expect(await Promise.all(statuses.map((status) => kindOf(status, { signingIn: true })))).to.deep.equal([
      ...['unauthorised', 'unauthorised', 'unauthorised', 'unauthorised', 'unauthorised'],
      ...['unavailable', 'throttled', 'unavailable'],
    ])
  })

  it('leaves open what became of a write only where the server itself failed', async () => {
    const outcomes = [400, 403, 408, 500, 504].map(async (status) => {
      const { outcome } = await failureOf(answer(status), { wrote: true })
      return outcome
    })
    expect(await Promise.all(outcomes)).to.deep.equal([
      ...['not-applied', 'not-applied', 'unknown', 'unknown', 'unknown'],
    ])
  })

  it('says how long a server that is down asks to wait, but never longer than five minutes', async () => {
    const after = async (text: string) => {
      const response = new Response('', { status: 503, headers: { 'retry-after': text } })
      return (await failureOf(response)).retryAfterMs
    }
    expect(await after('7')).to.equal(7_000)
    expect(await after('86400')).to.equal(300_000)
    expect(await after(new Date(Date.now() + 20_000).toUTCString())).to.be.within(15_000, 21_000)
    expect(await after('soon')).to.equal(undefined)
    expect(await after('-5')).to.equal(undefined)
  })

  for (const body of [
    '<html>no</html>',
    '{"errors":[]}',
    '{"errors":"none"}',
    'null',
    '[]',
    '{"errors":[{"errorCode":7}]}',
  ])
    it(`is read whatever its body is: ${body}`, async () => {
      const failure = await failureOf(new Response(body, { status: 404 }))
      expect(failure).to.include({ kind: 'not-found' }).and.not.have.property('code')
    })

  it('shows nothing of an answer but words', async () => {
    const named = { permissionName: '\u001b[31m<script>', parameterName: 'x'.repeat(500) }
    const failure = await failureOf(answer(403, 'CMN-401', named))
    expect(failure.message).to.equal('The app lacks the permission that this needs (403, CMN-401)')
  })
})
