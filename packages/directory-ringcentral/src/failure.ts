import type { DirectoryError, DirectoryErrorKind } from '@avatarctl/sdk'

/** One failure, as the tool expects it. */
export function failure(
  kind: DirectoryErrorKind,
  message: string,
  more: {
    code?: string
    hint?: string
    outcome?: DirectoryError['outcome']
    cause?: unknown
    retryAfterMs?: number
  } = {},
): DirectoryError {
  const { cause, outcome = 'not-applied', ...rest } = more
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), {
    kind,
    outcome,
    ...rest,
  })
}

/** What a documented code means: whom it concerns, what happened, what to do. */
interface Meaning {
  kind: DirectoryErrorKind
  says: string
  hint?: string
}

const signInAgain =
  'Check RC_USER_JWT, RC_APP_CLIENT_ID and RC_APP_CLIENT_SECRET: they belong to one app of one account.'
const role = 'Give the role of the user whose JWT this is the permission "Edit User Info" for all users.'

/** The codes of the API and its sign-in that the documentation names. */
const meanings: Record<string, Meaning> = {
  'AGW-401': { kind: 'unauthorised', says: 'RingCentral was asked without a token', hint: signInAgain },
  'AGW-402': { kind: 'unauthorised', says: 'RingCentral does not accept the token', hint: signInAgain },
  'CMN-101': { kind: 'rejected', says: 'RingCentral calls a value of the request wrong' },
  'CMN-102': { kind: 'not-found', says: 'RingCentral knows no such extension (any more)' },
  'CMN-109': {
    kind: 'forbidden',
    says: 'Profile images are switched off for this account',
    hint: 'Ask the RingCentral support for the feature.',
  },
  'CMN-301': { kind: 'throttled', says: 'RingCentral allows no more requests for now' },
  'CMN-302': { kind: 'throttled', says: 'RingCentral allows no more requests for now' },
  'CMN-310': { kind: 'throttled', says: 'RingCentral allows no more requests for now' },
  'CMN-401': {
    kind: 'forbidden',
    says: 'The app lacks a permission',
    hint: 'In the developer console, give the app "Read Accounts" and "Edit Extensions".',
  },
  'CMN-402': { kind: 'forbidden', says: 'The user of this JWT is no administrator', hint: role },
  'CMN-404': { kind: 'forbidden', says: 'The user of this JWT may not look at other extensions', hint: role },
  'CMN-408': { kind: 'forbidden', says: 'The user of this JWT may not edit users', hint: role },
  'CMN-419': { kind: 'forbidden', says: 'The user of this JWT may edit nobody but themselves', hint: role },
  'ACT-330': { kind: 'rejected', says: 'RingCentral does not take images of this type' },
  'ACT-331': { kind: 'rejected', says: 'RingCentral calls the image not valid' },
  'ACT-332': { kind: 'rejected', says: 'The extension is not assigned to anybody, so it can have no image' },
  'ACT-333': { kind: 'not-found', says: 'There is no image of that size' },
  'ACT-334': { kind: 'rejected', says: 'The image has more than 12 megapixels' },
}

const byStatus: Record<number, Meaning> = {
  401: { kind: 'unauthorised', says: 'RingCentral does not accept the token', hint: signInAgain },
  403: {
    kind: 'forbidden',
    says: 'RingCentral refuses',
    hint: 'Check the permissions of the app and of the user.',
  },
  404: { kind: 'not-found', says: 'RingCentral has nothing there' },
  413: { kind: 'rejected', says: 'The image has more bytes than RingCentral takes' },
  415: { kind: 'rejected', says: 'RingCentral does not take images of this type' },
  429: { kind: 'throttled', says: 'RingCentral allows no more requests for now' },
}

/** What an answer that is no success means. `wrote`: the request was to change something. */
export async function failureOf(response: Response, wrote: boolean): Promise<DirectoryError> {
  const code = codeIn(await textOf(response))
  const { status } = response
  const server = status >= 500
  const meaning =
    (code === undefined ? undefined : meanings[code]) ??
    (code?.startsWith('OAU-') ? signIn : byStatus[status])
  const { kind, says, hint } = meaning ?? {
    kind: server ? 'unavailable' : 'rejected',
    says: server ? 'RingCentral has trouble of its own' : 'RingCentral does not do that',
    hint: undefined,
  }
  return failure(kind, `${says} (${[status, code].filter(Boolean).join(', ')})`, {
    ...(code === undefined ? {} : { code }),
    ...(hint === undefined ? {} : { hint }),
    // After a failure of the server nobody knows what it had done by then.
    outcome: server && wrote ? 'unknown' : 'not-applied',
  })
}

const signIn: Meaning = { kind: 'unauthorised', says: 'RingCentral refuses the sign-in', hint: signInAgain }

/** At most so much of an error's body is looked at: it may be a page of anything. */
const bodyLimit = 64 * 1024

async function textOf(response: Response): Promise<string> {
  try {
    const text = await response.text()
    return text.slice(0, bodyLimit)
  } catch {
    return ''
  }
}

/** The code of an error's body; messages may be in any language and are not relied on. */
function codeIn(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as { errorCode?: unknown; errors?: { errorCode?: unknown }[] }
    const code = body.errors?.[0]?.errorCode ?? body.errorCode
    return typeof code === 'string' && /^[A-Z]{2,6}-\d{1,6}$/.test(code) ? code : undefined
  } catch {
    return undefined
  }
}
