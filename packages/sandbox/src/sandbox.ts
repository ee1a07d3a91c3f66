import { steadyClock } from './clock.ts'
import { madeUpCompany, type Company } from './company/company.ts'
import { faultList, type Fault } from './http/faults.ts'
import { listen } from './http/origins.ts'
import { requestLog, type LoggedRequest } from './http/traffic.ts'
import type { SandboxOptions } from './options.ts'
import { codeList } from './ringcentral/codes.ts'
import { practiceCredentials, type Credentials } from './ringcentral/credentials.ts'
import { gateway } from './ringcentral/gateway.ts'
import { rateLimiter, type Limits, type RateCounters } from './ringcentral/rate-limits.ts'
import type { Service } from './ringcentral/service.ts'
import { sessionList } from './ringcentral/sessions.ts'
import { limitsFrom, settingsFrom, type Settings } from './ringcentral/settings.ts'

const MAX_PEOPLE = 100_000

/** A practice server that is running. */
export interface Sandbox {
  /** Origin of the API, without a slash at the end. */
  serverUrl: string
  /** Origin of the images. */
  mediaUrl: string
  /** The variables with which a client finds it and logs in as the administrator. */
  environment: Record<string, string>
  credentials: Credentials
  company: Company
  /** May be changed at any time. */
  settings: Settings
  limits: Readonly<Limits>
  /** Every request so far, in the order of arrival (the last 100,000). */
  log: readonly LoggedRequest[]
  counters: Readonly<RateCounters>
  /** Makes something go wrong; answers with a way to take it back. */
  setFault(fault: Fault): () => void
  clearFaults(): void
  /** Refuses everything of the account for a while with 429s that have no headers. */
  throttleAccount(durationMs: number): void
  /** Ends every session, as an administrator can: all tokens are unknown from now on. */
  endSessions(): void
  /** How many sessions are not over at this moment: their access or refresh token is still good. */
  liveSessions(): number
  /** Cuts every connection. No port is held and nothing waits once it resolves. */
  close(): Promise<void>
}

/** Starts a made-up company on 127.0.0.1. It speaks RingCentral's protocol until it is closed. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { people = 120, seed = 1, port = 0, clock = steadyClock, etags = 'opaque', store } = options
  if (!Number.isInteger(people) || people < 1 || people > MAX_PEOPLE) {
    throw new RangeError(`people is a whole number from 1 to ${MAX_PEOPLE}, not ${people}.`)
  }
  const company = await madeUpCompany({ people, seed, clock, etags, store })
  const settings = settingsFrom(options)
  const limits = limitsFrom(options.limits)
  const limiter = rateLimiter(limits, clock)
  const faults = faultList(seed)
  for (const fault of options.faults ?? []) faults.set(fault)
  const log = requestLog()
  const sessions = sessionList(clock)
  const credentials = practiceCredentials(seed, clock)
  const origins = { api: '', media: '' }
  const service: Service = { clock, company, photos: company.photos, settings, origins }
  const closing = new AbortController()
  const handle = gateway({
    login: { service, credentials, sessions, codes: codeList(clock) },
    limits,
    limiter,
    faults,
    log,
    seed,
    signal: closing.signal,
  })
  const mediaPort = options.mediaPort ?? (port === 0 ? 0 : port + 1)
  const { close, ...urls } = await listen({ api: port, media: mediaPort }, handle)
  Object.assign(origins, urls)
  return {
    serverUrl: origins.api,
    mediaUrl: origins.media,
    environment: {
      RC_SERVER_URL: origins.api,
      RC_MEDIA_URL: origins.media,
      RC_APP_CLIENT_ID: credentials.clientId,
      RC_APP_CLIENT_SECRET: credentials.clientSecret,
      RC_USER_JWT: credentials.issueJwt(company.admin.id),
    },
    credentials,
    company,
    settings,
    limits,
    log: log.entries,
    counters: limiter.counters,
    setFault: faults.set,
    clearFaults: faults.clear,
    throttleAccount: limiter.throttleAccount,
    endSessions: sessions.endAll,
    liveSessions: sessions.live,
    async close() {
      closing.abort()
      await close()
    },
  }
}
