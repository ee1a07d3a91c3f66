import type { BrowserSignIn, Options } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import type { SessionService } from '../ports.ts'
import { Secret } from '../secret.ts'
import type { ServiceAccess } from './service-access.ts'

/** How long the service may take to answer one request of a sign-in, in milliseconds. */
const timeoutMs = 20_000

/** The sign-in that a directory's manifest declares. Throws `AppError`. */
export async function signInService(
  title: string,
  browser: BrowserSignIn,
  { options, secrets }: { options: Options; secrets: Readonly<Record<string, Secret>> },
  { fetchFor, pace }: ServiceAccess,
): Promise<SessionService> {
  const server = originOf(browser.server, options[browser.server])
  const { sessionService } = await import('../network/sign-in/session-service.ts')
  const { rateLimit } = browser
  const clientId = options[browser.clientId]
  return sessionService({
    ...{ title, signIn: browser, server, clientId: typeof clientId === 'string' ? clientId : '' },
    clientSecret: secrets[browser.clientSecret ?? ''] ?? new Secret(''),
    fetch: await fetchFor([server], { timeoutMs }),
    paced: (request, signal) =>
      rateLimit === undefined ? request() : pace.send(rateLimit, request, { signal }),
  })
}

/** What is no address is not repeated: there may be a password in it. */
function originOf(option: string, value: unknown): string {
  const text = String(value)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && ['https:', 'http:'].includes(url.protocol) && url.username === '' && url.password === '')
    return url.origin
  throw new AppError(
    'wrong-use',
    `The option ${option} is not the address of a server, so nobody can sign in there`,
    {
      hint: 'It looks like https://example.com.',
    },
  )
}
