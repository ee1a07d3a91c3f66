import { AppError } from '../errors.ts'
import type { Admission } from './admitted-hosts.ts'
import type { Answer, Ask, Question, Redirecting } from './question.ts'

const statuses = new Set([301, 302, 303, 307, 308])
const most = 3

/** All that goes along to another origin: whatever else a plugin set may be a credential. */
const harmless = new Set(['accept', 'accept-language'])

/**
 * Asks, and follows up to three redirects, each admitted anew. Neither headers that may be credentials nor a body go
 * across origins.
 */
export async function askFollowing(
  ask: Ask,
  admit: Admission,
  { question: first, redirect, signal }: { question: Question; redirect: Redirecting; signal: AbortSignal },
): Promise<{ answer: Answer; url: URL; redirected: boolean }> {
  let question = first
  let from: URL | undefined
  for (let followed = 0; ; followed += 1) {
    const answer = await ask({ ...question, reach: admit(question.url, from) }, signal)
    const target = redirect === 'manual' ? undefined : targetOf(answer, question.url)
    if (!target) return { answer, url: question.url, redirected: followed > 0 }
    from = question.url
    if (redirect === 'error')
      throw new AppError('unreachable', `${from.host} redirects, which was not wanted`)
    if (followed === most) {
      throw new AppError(
        'unreachable',
        `${from.host} redirects again and again (${most} times are followed); check the address`,
      )
    }
    question = onwards(question, answer.status, target)
  }
}

function targetOf({ status, headers }: Answer, at: URL): URL | undefined {
  const location = statuses.has(status) ? headers.get('location') : null
  if (location === null || !URL.canParse(location, at.href)) return undefined
  const target = new URL(location, at)
  target.hash = ''
  return target
}

function onwards({ method, url, headers, body }: Question, status: number, target: URL): Question {
  const crosses = target.origin !== url.origin
  const along = new Headers(headers)
  if (crosses) for (const name of [...along.keys()]) if (!harmless.has(name)) along.delete(name)
  if (method !== 'POST') return { method, url: target, headers: along, body }
  if (status < 307) {
    along.delete('content-type')
    return { method: 'GET', url: target, headers: along, body: undefined }
  }
  if (!crosses) return { method, url: target, headers: along, body }
  throw new AppError(
    'unreachable',
    `${url.host} wants what was sent to it sent to ${target.origin} as well, which is not done; ask that address itself if it is meant`,
  )
}
