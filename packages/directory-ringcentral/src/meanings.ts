import type { DirectoryErrorKind } from '@avatarctl/sdk'

/** What a documented code means: whom it concerns, what happened, what to do. */
export interface Meaning {
  kind: DirectoryErrorKind
  /** `{name}` is what the answer names; where it names nothing, the words in `{name|…}` stand there. */
  says: string
  hint?: string
}

const keys = 'RC_APP_CLIENT_ID and RC_APP_CLIENT_SECRET'
const sameApp = `Check RC_USER_JWT, ${keys}: they belong to one app of one account, and to the server that RC_SERVER_URL names. Or sign in anew, with \`avatarctl login\`.`
const role =
  'In the admin portal, give the role of the signed-in user the permission "Edit User Info" for all users.'
const roleForAll = 'In the admin portal, give the signed-in user a role that may see and edit all users.'
/** What is left to somebody who may not see or edit others. */
export const onlyMe = 'Your own photo alone needs no such right: `sync --me`, `restore --me`.'
const appPermissions =
  'In the developer console, give the app "Read Accounts" and "Edit Extensions", then sign in anew.'
const jwtFlow = 'In the developer console, let the app use the JWT auth flow, and make the JWT for this app.'

const noMoreForNow: Meaning = {
  kind: 'throttled',
  says: 'RingCentral allows no more requests for now',
  hint: 'Run the same again in a minute. Something else may be using the same app and user.',
}
const wrongClient: Meaning = {
  kind: 'unauthorised',
  says: 'RingCentral does not know this app by its id and secret',
  hint: `Check ${keys}: they are shown in the developer console, for one app of one environment.`,
}
const wrongJwt: Meaning = {
  kind: 'unauthorised',
  says: 'RingCentral does not accept RC_USER_JWT',
  hint: `It may be revoked, expired, cut off, or made for another app or environment than ${keys}. Make a new one in the developer console.`,
}
const lostToken: Meaning = {
  kind: 'unauthorised',
  says: 'RingCentral does not accept the token of this session, though it was new',
  hint: sameApp,
}
const wayOfSigningIn: Meaning = {
  kind: 'unauthorised',
  says: 'RingCentral does not let this app sign in with a JWT',
  hint: jwtFlow,
}

/** The codes of the API and its sign-in that the documentation names. */
const meanings: Record<string, Meaning> = {
  'AGW-401': { ...lostToken, says: 'RingCentral was asked without a token' },
  'AGW-402': lostToken,
  'CMN-101': { kind: 'rejected', says: 'RingCentral calls the value of {parameterName|a parameter} wrong' },
  'CMN-102': { kind: 'not-found', says: 'RingCentral knows no such extension, or no longer' },
  'CMN-109': {
    kind: 'forbidden',
    says: 'The feature {featureName|that this needs} is switched off for this account',
    hint: 'Ask whoever administers the account, or the support of RingCentral, to switch it on.',
  },
  'CMN-301': noMoreForNow,
  'CMN-302': noMoreForNow,
  'CMN-303': noMoreForNow,
  'CMN-304': noMoreForNow,
  'CMN-310': noMoreForNow,
  'CMN-401': {
    kind: 'forbidden',
    says: 'The app lacks the permission {permissionName|that this needs}',
    hint: appPermissions,
  },
  'CMN-402': { kind: 'forbidden', says: 'The signed-in user is no administrator', hint: `${role} ${onlyMe}` },
  'CMN-404': {
    kind: 'forbidden',
    says: 'The signed-in user may not look at other extensions',
    hint: `${roleForAll} ${onlyMe}`,
  },
  'CMN-408': {
    kind: 'forbidden',
    says: 'The role of the signed-in user lacks the permission {permissionName|that this needs}',
    hint: role,
  },
  'CMN-419': {
    kind: 'forbidden',
    says: 'The role of the signed-in user has the permission {permissionName|that this needs} for themselves only',
    hint: `${roleForAll} ${onlyMe}`,
  },
  'ACT-330': { kind: 'rejected', says: 'RingCentral does not take images of this type' },
  'ACT-331': { kind: 'rejected', says: 'RingCentral calls the image not valid' },
  'ACT-332': {
    kind: 'rejected',
    says: 'The extension is not assigned to anybody, so it can have no image',
    hint: 'Assign it first.',
  },
  'ACT-333': { kind: 'not-found', says: 'RingCentral has no image of that size' },
  'ACT-334': { kind: 'rejected', says: 'RingCentral takes no image of more than 12 megapixels' },
  'OAU-112': wayOfSigningIn,
  'OAU-123': wrongClient,
  'OAU-125': wayOfSigningIn,
  'OAU-128': { ...lostToken, says: 'RingCentral says that the token of this session has expired' },
  'OAU-129': lostToken,
  'OAU-134': wrongClient,
  'OAU-136': { ...wrongJwt, says: 'RingCentral does not find the user whose JWT this is' },
  'OAU-140': wrongJwt,
  'OAU-141': {
    kind: 'unauthorised',
    says: 'RingCentral lets the user whose JWT this is not sign in: the extension is disabled or not activated',
    hint: 'Activate that user, or make a JWT for another administrator.',
  },
  'OAU-142': {
    kind: 'unauthorised',
    says: 'RingCentral lets nobody of this account sign in: the account is not active',
    hint: 'Ask whoever administers the account, or the support of RingCentral.',
  },
  'OAU-146': wrongClient,
  'OAU-149': lostToken,
  'OAU-151': wayOfSigningIn,
}

/** What the same codes mean where the JWT was presented, and no token. */
const ofTheJwt: Record<string, Meaning> = {
  'OAU-128': { ...wrongJwt, says: 'RC_USER_JWT has expired' },
  'OAU-129': wrongJwt,
  'OAU-149': { ...wrongJwt, says: 'RC_USER_JWT is no JWT that RingCentral can read' },
}

const refusedSignIn: Meaning = {
  kind: 'unauthorised',
  says: 'RingCentral refuses the sign-in',
  hint: sameApp,
}

const byStatus: Record<number, Meaning> = {
  401: lostToken,
  403: {
    kind: 'forbidden',
    says: 'RingCentral refuses',
    hint: 'Check the permissions of the app and of the role of its user.',
  },
  404: { kind: 'not-found', says: 'RingCentral has nothing there' },
  408: { kind: 'unavailable', says: 'RingCentral waited too long for the request' },
  413: { kind: 'rejected', says: 'The image has more bytes than RingCentral takes' },
  415: { kind: 'rejected', says: 'RingCentral does not take images of this type' },
  429: noMoreForNow,
}

/** What an answer's status and code mean; what is refused at the sign-in is refused to everybody. */
export function meaningOf(status: number, code: string | undefined, signingIn: boolean): Meaning {
  if (status >= 500) {
    return {
      kind: 'unavailable',
      says: 'RingCentral has trouble of its own',
      hint: 'Run the same again later to go on.',
    }
  }
  const coded = code === undefined ? undefined : (signingIn && ofTheJwt[code]) || meanings[code]
  const known = coded ?? byStatus[status]
  if (!signingIn) return known ?? { kind: 'rejected', says: 'RingCentral does not do that' }
  const isVerdict =
    known && known !== lostToken && ['unauthorised', 'unavailable', 'throttled'].includes(known.kind)
  return isVerdict ? known : refusedSignIn
}
