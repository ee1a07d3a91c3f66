import { setMaxListeners } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { Refusal, type Answer } from '../http/answer.ts'
import { deliver, reset } from '../http/delivery.ts'
import type { FaultEffect, Faults } from '../http/faults.ts'
import type { HostName, Listener } from '../http/origins.ts'
import type { LoggedRequest, ObservedExchange } from '../http/traffic.ts'
import { randomFrom } from '../random.ts'
import { admissionOf, type Admission } from './admission.ts'
import { limitHeaders, tooManyRequests } from './limit-headers.ts'
import type { Login } from './login.ts'
import type { Limits, RateLimiter, Verdict } from './rate-limits.ts'
import { refuse, type Service } from './service.ts'
import { work } from './work.ts'

export interface Gateway {
  login: Login
  limits: Limits
  limiter: RateLimiter
  faults: Faults
  log: { add(entry: LoggedRequest): LoggedRequest }
  seed: number
  /** Ends what waits. */
  signal: AbortSignal
}

/** What has been found out about one request. */
interface Exchange {
  host: HostName
  request: IncomingMessage
  url: URL
  entry: LoggedRequest
  admission?: Admission
  verdict?: Verdict
  fault?: FaultEffect
  /** What was read of the request, kept only for who observes. */
  body?: Buffer
}

/** Takes every request through login, limit, fault and operation, in the order in which the service would. */
export function gateway({ login, limits, limiter, faults, log, seed, signal }: Gateway): Listener {
  const { service } = login
  const { clock, settings } = service
  const dice = randomFrom(seed, 'latency')
  // One for each request on its way.
  setMaxListeners(0, signal)

  return (host, request, response) => {
    const path = request.url ?? ''
    const entry = log.add({
      time: clock.now(),
      host,
      method: request.method ?? '',
      path: path.replace(/([?&]access_token=)[^&]*/g, '$1…'),
      userAgent: request.headers['user-agent'] ?? '',
      group: null,
      status: 0,
    })
    const url = new URL(`http://sandbox${path.startsWith('/') ? path : '/'}`)
    const exchange: Exchange = { host, request, url, entry }
    exchangeWith(exchange, response).catch(() => {
      // The client went away, or the sandbox is closing: there is nobody left to answer.
      request.destroy()
    })
  }

  async function exchangeWith(exchange: Exchange, response: Parameters<Listener>[2]): Promise<void> {
    const { request, entry } = exchange
    const latency = latencyOf(service, dice)
    await pause(latency / 2)
    const answer = await answerTo(exchange)
    await pause(latency / 2)
    const { fault, verdict } = exchange
    if (fault?.kind === 'late') await pause(fault.ms ?? Infinity)
    if (!answer) return
    if (answer.errorCode !== undefined) entry.errorCode = answer.errorCode
    if (fault?.kind === 'lost-answer') return reset(request)
    const headers = { Date: new Date(clock.now()).toUTCString(), ...answer.headers }
    // Written down first: whoever has the answer finds it in the log.
    entry.status = answer.status
    if (!response.destroyed) settings.observe?.(observed(exchange, { ...answer, headers }))
    entry.status = await deliver(request, response, { ...answer, headers }, fault)
    verdict?.announce()
  }

  /** Nothing when the connection was cut instead. */
  async function answerTo(exchange: Exchange): Promise<Answer | undefined> {
    try {
      const admission = admissionOf(login, exchange.host, exchange.request, exchange.url)
      exchange.admission = admission
      const { group } = admission
      if (group !== null) {
        exchange.entry.group = group
        const verdict = (exchange.verdict = limiter.admit(admission.user, group, exchange.entry.time))
        if (verdict.outcome !== 'admitted')
          return tooManyRequests(verdict, group, limits, settings, clock.now())
      }
      const fault = faults.due(exchange.entry)
      if (fault) {
        exchange.fault = fault
        exchange.entry.fault = fault.kind
      }
      const answer = await work(service, watched(admission, exchange), exchange.request, fault)
      return answer && withLimits(answer, exchange)
    } catch (error) {
      return withLimits(answerFor(error, exchange.request), exchange)
    }
  }

  function watched(admission: Admission, exchange: Exchange): Admission {
    if (!settings.observe) return admission
    return {
      ...admission,
      work: (body) => admission.work(async () => (exchange.body = await body())),
    }
  }

  function withLimits(answer: Answer, { admission, verdict, fault }: Exchange): Answer {
    const silent = !settings.limitHeaders || (fault?.kind === 'answer' && fault.limitHeaders === false)
    const group = admission?.group
    if (silent || !group || !verdict) return answer
    return { ...answer, headers: { ...limitHeaders(limits, group, verdict.remaining), ...answer.headers } }
  }

  function answerFor(error: unknown, request: IncomingMessage): Answer {
    if (error instanceof Refusal) return error.answer
    if (signal.aborted || (request.destroyed && !request.complete)) throw error
    const bug = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { ...refuse(service, 'CMN-203').answer, errorCode: `CMN-203 ${bug}` }
  }

  function pause(ms: number): Promise<void> {
    if (ms === 0) return Promise.resolve()
    if (ms !== Infinity) return delay(ms, undefined, { signal })
    return new Promise((_, reject) => {
      if (signal.aborted) reject(new Error('The sandbox was closed.'))
      signal.addEventListener('abort', () => reject(new Error('The sandbox was closed.')), { once: true })
    })
  }
}

function observed({ host, request, entry, body }: Exchange, answer: Answer): ObservedExchange {
  return {
    host,
    method: entry.method,
    path: request.url ?? '',
    request: { headers: byLowerCase(request.headers), body },
    answer: {
      status: answer.status,
      headers: byLowerCase(answer.headers ?? {}),
      body: answer.body ?? Buffer.alloc(0),
      ...(answer.errorCode !== undefined && { errorCode: answer.errorCode }),
    },
    ...(entry.fault !== undefined && { fault: entry.fault }),
  }
}

function byLowerCase(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
}

function latencyOf({ settings }: Service, dice: () => number): number {
  const { latencyMs } = settings
  if (typeof latencyMs === 'number') return latencyMs
  const [least, most] = latencyMs
  return least + dice() * (most - least)
}
