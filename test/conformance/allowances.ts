import type { Description } from './description.ts'

/** A word of the description that contradicts what it says elsewhere; `was` undefined is a word that is missing. */
interface Correction {
  at: string[]
  was: unknown
  is: unknown
  because: string
}

const CORRECTIONS: readonly Correction[] = [
  {
    at: ['components', 'schemas', 'ProvisioningSiteInfo', 'properties', 'id', 'format'],
    was: 'uri',
    is: undefined,
    because: 'The same schema says that the main site has the id `main-site`, and that `uri` is the link.',
  },
  {
    at: [
      ...['components', 'responses', 'OauthInvalidRequest', 'content', 'application/json', 'schema'],
      ...['allOf', '0', 'properties', 'error_description'],
    ],
    was: undefined,
    is: { type: 'string' },
    because: 'It refers to RFC 6749 for these errors, which puts error_description beside error.',
  },
  {
    at: [
      ...['paths', '/restapi/v1.0/account/{accountId}/extension/{extensionId}/profile-image', 'put'],
      ...['requestBody', 'content', 'multipart/form-data', 'schema', 'required'],
    ],
    was: undefined,
    is: ['image'],
    because:
      'POST, which does the same, requires its one part; an update without an image would be of nothing.',
  },
]

/** An answer that no status of the description stands for. `content`: it may say anything, and not only nothing. */
interface Allowance {
  operations: readonly string[]
  status: number
  content?: true
  because: string
}

export const ALLOWANCES: readonly Allowance[] = [
  {
    operations: ['readUserProfileImageLegacy', 'readScaledProfileImage'],
    status: 204,
    because: 'What a missing image is answered with is said nowhere; `missingPhoto: no-content` plays this.',
  },
  {
    operations: ['readUserProfileImageLegacy'],
    status: 302,
    because: 'Images belong to the media entry point; `imagesOnApi: redirect` plays an API that says so.',
  },
  {
    operations: ['createUserProfileImage', 'updateUserProfileImage'],
    status: 413,
    content: true,
    because:
      '`x-request-max-body-size` is kept by what stands in front of the service, which has its own pages.',
  },
]

/** A copy of a description, put right. What it has put right itself, or does not have, is left as it is. */
export function corrected(description: Description): Description {
  const copy = structuredClone(description)
  for (const { at, was, is } of CORRECTIONS) {
    const name = at.at(-1)!
    const place = at
      .slice(0, -1)
      .reduce<unknown>((here, step) => (here as Record<string, unknown> | undefined)?.[step], copy)
    if (typeof place !== 'object' || place === null) continue
    const words = place as Record<string, unknown>
    if (words[name] !== was) continue
    if (is === undefined) Reflect.deleteProperty(words, name)
    else words[name] = is
  }
  return copy
}

/** What is for people in a browser: the description has the calls of programs. */
export const PAGES: readonly string[] = ['/restapi/oauth/authorize']
