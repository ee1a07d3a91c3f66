import type { DirectoryError } from '@avatarctl/sdk'
import { AppError } from '../../../errors.ts'
import type { DirectoryReply } from './conversation.ts'
import { untold } from '../told-error.ts'

type Unanswered = Exclude<DirectoryReply, { kind: 'answer' }>

/** A failure as directories throw them. */
export function directoryFailure(
  kind: DirectoryError['kind'],
  message: string,
  outcome: DirectoryError['outcome'] = 'not-applied',
): DirectoryError {
  return Object.assign(new Error(message), { kind, outcome })
}

/**
 * The error of a call that was not answered: the directory's own words where it has thrown as directories do, and else
 * ours, with `who` ("acme of the plugin acme 1.0.0"). `outcome` where it says nothing about that.
 */
export function callFailure(
  who: string,
  reply: Unanswered,
  outcome: DirectoryError['outcome'],
  mayAskAgain: boolean,
): Error {
  if (reply.kind === 'lost')
    return directoryFailure(mayAskAgain ? 'unavailable' : 'rejected', `${who} ${reply.words}`, outcome)
  if (reply.kind === 'too-large')
    return directoryFailure(
      'rejected',
      `${who} could not be asked: there is more to say than fits in a message`,
    )
  const { error } = reply
  if (error.kind) return untold({ ...error, outcome: error.outcome ?? outcome })
  // Somebody has stopped waiting.
  if (error.name === 'AbortError') return untold(error)
  return directoryFailure('rejected', `${who} failed: ${error.message}`, outcome)
}

/** The error of a plugin that could not even be loaded or opened, other than by saying so as directories do. */
export function openingFailure(who: string, what: 'loaded' | 'opened', reply: Unanswered): Error {
  if (reply.kind === 'failed' && reply.error.kind) return callFailure(who, reply, 'not-applied', false)
  const words =
    reply.kind === 'failed'
      ? `it failed: ${reply.error.message}`
      : reply.kind === 'lost'
        ? `it ${reply.words}`
        : 'there is more to say than fits in a message'
  return brokenDirectory(who, what, words)
}

export function brokenDirectory(who: string, what: 'loaded' | 'opened', words: string): AppError {
  const hint = 'Install the plugin again, or choose another directory.'
  return new AppError('plugin', `${who} cannot be ${what}: ${words}`, { hint })
}
