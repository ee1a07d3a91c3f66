import type { ChainAnswer } from '../records.ts'
import type { Whose } from './whose-photo.ts'

/** What may be replaced. */
export type ReplacePolicy = 'missing' | 'own' | 'all'

export interface Policy {
  replace: ReplacePolicy
  /** Also fill in where our avatar was taken away. */
  refillRemoved: boolean
}

/** What to do with one person, before any generator is asked. */
export type Intent =
  /** Everything is as it should be; only counted. */
  | { kind: 'leave' }
  /** Left alone on purpose, and worth saying. */
  | { kind: 'skip'; reason: string }
  | { kind: 'fill'; reason: string }
  /** Ask for something better or newer than our own picture. */
  | { kind: 'renew' }
  | { kind: 'override' }

/**
 * What the policy asks for, given whose photo it is. `named`: the user named this very person; `present`: there is a
 * photo now.
 */
export function intend(whose: Whose, policy: Policy, named: boolean, present: boolean): Intent {
  switch (whose.owner) {
    case 'nobody':
      return { kind: 'fill', reason: 'no photo' }
    case 'removed':
      if (policy.refillRemoved || named) return { kind: 'fill', reason: 'our avatar was taken away' }
      return { kind: 'skip', reason: 'somebody took our avatar away (--refill-removed puts one up again)' }
    case 'own':
      return policy.replace === 'missing' ? { kind: 'leave' } : { kind: 'renew' }
    case 'human':
      return policy.replace === 'all' ? { kind: 'override' } : { kind: 'leave' }
    case 'restored':
      // A photo that stands there and would stay in any case is no news.
      if (!named && present && policy.replace !== 'all') return { kind: 'leave' }
      if (!named)
        return {
          kind: 'skip',
          reason: 'was restored, or uploaded by hand; left out until named with --person',
        }
      if (!present) return { kind: 'fill', reason: 'named, and has no photo' }
      return policy.replace === 'all' ? { kind: 'override' } : { kind: 'leave' }
  }
}

/** What comes of an intent once the chain has answered. */
export type Decision =
  | { kind: 'leave' }
  | { kind: 'skip'; reason: string }
  | {
      kind: 'change'
      action: 'create' | 'replace' | 'refresh'
      reason: string
      generator: string
      overHuman: boolean
    }
  | { kind: 'fail'; generator: string; message: string }

export interface Question {
  whose: Whose
  intent: Extract<Intent, { kind: 'fill' | 'renew' | 'override' }>
  answer: ChainAnswer
  /** SHA-256 of the answered image; null without one. */
  source: string | null
  replace: ReplacePolicy
}

/** The heart of the plan: which change, if any, an answer leads to. */
export function decide({ whose, intent, answer, source, replace }: Question): Decision {
  if (answer.kind === 'failed') return { kind: 'fail', generator: answer.generator, message: answer.message }
  if (answer.kind === 'current') return { kind: 'leave' }
  if (answer.kind === 'none') {
    const said = answer.passed?.map(({ generator, reason }) => `${generator}: ${reason}`).join('; ')
    const reason = `no generator has an image${said === undefined ? '' : ` (${said})`}`
    if (intent.kind !== 'renew') return { kind: 'skip', reason }
    // Somebody who took a photo away is no news every time; a generator that cannot draw the new name is.
    return said === undefined
      ? { kind: 'leave' }
      : { kind: 'skip', reason: `our avatar may be out of date, and ${reason}` }
  }
  const change = { kind: 'change', generator: answer.generator } as const
  if (intent.kind === 'fill') return { ...change, action: 'create', reason: intent.reason, overHuman: false }
  if (whose.owner !== 'own') {
    return { ...change, action: 'replace', reason: 'every photo is to be replaced', overHuman: true }
  }
  const { standing } = whose
  // An outage of its generator is no reason to give a picture of ours away.
  const outage = answer.failures?.find((failure) => failure.generator === standing.generator)
  if (outage) return { kind: 'fail', ...outage }
  // A photo never gives way to artwork, not even our own when its source has run dry.
  if (standing.produces === 'photo' && answer.produces === 'artwork' && replace !== 'all')
    return { kind: 'leave' }
  if (standing.generator !== answer.generator) {
    return {
      ...change,
      action: 'replace',
      reason: `${answer.generator} is preferred to ${standing.generator}`,
      overHuman: false,
    }
  }
  // A new name or revision that leads to the same picture is no reason to upload it again.
  if (source === standing.source) return { kind: 'leave' }
  return { ...change, action: 'refresh', reason: 'our avatar is out of date', overHuman: false }
}
