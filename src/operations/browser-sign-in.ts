import type { Landing, ServiceSession, SessionService } from '../ports.ts'

/** What signing in through the browser works with. */
export interface BrowserSignInParts {
  service: SessionService
  landing: Landing
  /** Shows the address that has to be opened. */
  onAddress(address: string): void
  /** How long somebody may take, in milliseconds. */
  ms: number
  signal: AbortSignal
}

/** A session of whoever says yes in the browser, which is told how it went. Throws `DirectoryError` or `AppError`. */
export async function browserSession(parts: BrowserSignInParts): Promise<ServiceSession> {
  const { service, landing, ms, signal } = parts
  const trip = await service.begin(landing.redirectUri)
  parts.onAddress(trip.address)
  const arrival = await landing.arrival(trip.state, { ms, signal })
  try {
    const session = await trip.arrive(arrival.answer)
    // Who has stopped meanwhile wants none.
    if (signal.aborted) await service.end(session).catch(() => undefined)
    signal.throwIfAborted()
    await arrival.show('signed-in')
    return session
  } catch (error) {
    await arrival.show('not-signed-in')
    throw error
  }
}
