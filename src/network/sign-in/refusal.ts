import type { DirectoryError } from '@avatarctl/sdk'
import { AuthorizationResponseError } from 'oauth4webapi'
import { failure } from '../failure.ts'

/** The service's own words are shown, but no more of them than a sentence. */
const mostWords = 200

/** What an answer of a sign-in that is no success means. */
export async function refusal(title: string, response: Response): Promise<DirectoryError> {
  const { status } = response
  const error = codeIn(await response.text().catch(() => ''))
  if (status === 429)
    return failure('throttled', `${title} allows no more sign-ins for now (429)`, {
      outcome: 'not-applied',
      hint: 'Run the same again in a minute.',
    })
  // What was asked for may have been done by then.
  if (status >= 500 || status === 408 || error === undefined)
    return failure('unavailable', `${title} answers the sign-in with trouble of its own (${status})`, {
      outcome: 'unknown',
      hint: 'Run the same again later.',
    })
  if (error === 'invalid_client' || error === 'unauthorized_client')
    return failure('unauthorised', `${title} does not let this app sign people in (${error})`, {
      ...{ outcome: 'not-applied', code: error },
      hint: 'Check the id and the secret of the app, and which ways of signing in it may use.',
    })
  return failure('unauthorised', `${title} refuses the sign-in (${error})`, {
    ...{ outcome: 'not-applied', code: error },
  })
}

/** Reads the answer that a browser has brought; throws where it is a no. */
export function yesIn(title: string, read: () => URLSearchParams): URLSearchParams {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof AuthorizationResponseError)) throw noSession(title)
    const { error: code, error_description: words } = error
    const said = [code, words?.trim()].filter(Boolean).join(': ').slice(0, mostWords)
    throw failure('unauthorised', `${title} lets nobody sign in: ${said}`, {
      ...{ outcome: 'not-applied', code },
      ...(code === 'access_denied' ? { hint: 'That is what it answers where somebody says no.' } : {}),
    })
  }
}

/** An answer of somebody in between, or one that broke off. */
export function noSession(title: string): DirectoryError {
  return failure('unavailable', `${title} answers the sign-in with something that is no session`, {
    outcome: 'unknown',
    hint: 'A proxy on the way may have answered instead. Run the same again later.',
  })
}

/** The word of OAuth's for what is wrong; whatever else an answer says may repeat what it was sent. */
function codeIn(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: unknown }
    return typeof error === 'string' && /^[\w.-]{1,80}$/.test(error) ? error : undefined
  } catch {
    return undefined
  }
}
