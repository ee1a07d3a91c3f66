import type CachePolicy from 'http-cache-semantics'
import type { Clock } from './clock.ts'
import type { Answer, Ask, Question } from './question.ts'
import type { ResponseCache } from './response-cache.ts'

/** Raised when what is kept is to be read in another way. */
const version = 1

/**
 * Answers from the cache what HTTP allows to be answered so (RFC 9111, as a private cache, which guesses nothing), and
 * asks whether what is kept still holds where it is too old.
 */
export function cachedAsk(ask: Ask, cache: ResponseCache, clock: Clock): Ask {
  let policies: Promise<typeof CachePolicy> | undefined

  /** The rules, by our clock. */
  async function load(): Promise<typeof CachePolicy> {
    const { default: Policy } = await import('http-cache-semantics')
    return class extends Policy {
      now(): number {
        return clock.now()
      }
    }
  }

  return async (question, signal) => {
    const Policy = await (policies ??= load())
    const key = keyOf(question)
    const request = { method: question.method, url: '', headers: plain(question.headers, ['cache-control']) }
    const kept = await restore(Policy, key)
    if (kept?.policy.satisfiesWithoutRevalidation(request)) return answerOf(kept.policy, kept)

    const headers = new Headers(question.headers)
    const { 'if-none-match': tag, 'if-modified-since': since } =
      kept?.policy.revalidationHeaders(request) ?? {}
    if (typeof tag === 'string') headers.set('if-none-match', tag)
    if (typeof since === 'string') headers.set('if-modified-since', since)
    const answer = await ask({ ...question, headers }, signal)
    if (kept && answer.status === 304) {
      const { policy, matches } = kept.policy.revalidatedPolicy(request, {
        status: 304,
        headers: storable(answer),
      })
      // It says "as before" of something else than what is kept.
      if (!matches) return ask(question, signal)
      await keep(key, policy, kept)
      return answerOf(policy, kept)
    }
    const policy = new Policy(
      request,
      { status: answer.status, headers: storable(answer) },
      { shared: false, cacheHeuristic: 0 },
    )
    if (policy.storable() && (policy.timeToLive() > 0 || hasValidator(answer)))
      await keep(key, policy, answer)
    return answer
  }

  async function keep(
    key: string,
    policy: CachePolicy,
    { statusText, body }: Pick<Answer, 'statusText' | 'body'>,
  ) {
    await cache.save(key, { policy: policy.toObject(), statusText }, body)
  }

  async function restore(Policy: typeof CachePolicy, key: string) {
    const found = await cache.load(key)
    if (!found) return undefined
    const { policy, statusText } = found.notes as {
      policy: CachePolicy.CachePolicyObject
      statusText: string
    }
    return { policy: Policy.fromObject(policy), statusText, status: policy.st, body: found.body }
  }
}

/**
 * Whatever a plugin sends along is part of the key: no answer crosses credentials, and nothing of them, nor of the
 * address, has to be kept to tell one from another.
 */
function keyOf({ method, url, headers }: Question): string {
  return JSON.stringify([version, method, url.href, [...headers]])
}

function answerOf(
  policy: CachePolicy,
  { status, statusText, body }: Pick<Answer, 'status' | 'statusText' | 'body'>,
): Answer {
  return {
    status,
    statusText,
    headers: new Headers(policy.responseHeaders() as Record<string, string>),
    body,
  }
}

/** Nobody is given a cookie that was somebody else's. */
function storable({ headers }: Answer): Record<string, string> {
  const { 'set-cookie': _, ...rest } = Object.fromEntries(headers)
  return rest
}

function plain(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => names.includes(name)))
}

function hasValidator({ headers }: Answer): boolean {
  return headers.has('etag') || headers.has('last-modified')
}
