import type { FromDirectory } from './messages.ts'
import type { Frame } from '../frames.ts'
import { numberIn, pairsIn, readRequest, textIn } from '../from-host.ts'
import type { PluginRequest } from '../messages.ts'
import { type ToldError, toldError } from '../told-error.ts'

const maxSentence = 2000
const maxGroup = 100
/** Longer than any token. */
const maxToken = 100_000

/**
 * A message of a plugin host about a directory, looked at as something that anybody may have written: what an answer
 * holds is looked at by who has asked. Throws a `TypeError` when it is none of those that a host sends.
 */
export function readFromDirectory({ head }: Frame): FromDirectory | PluginRequest {
  const errand = () => numberIn(head, 'errand')
  switch (head['type']) {
    case 'abort':
    case 'fetch':
      return readRequest(head)
    case 'answer':
      return { type: 'answer', id: numberIn(head, 'id'), value: head['value'] }
    case 'failed':
      return { type: 'failed', id: numberIn(head, 'id'), error: errorIn(head) }
    case 'cancelled':
      return { type: 'cancelled', id: numberIn(head, 'id') }
    case 'warn':
      return { type: 'warn', sentence: textIn(head, 'sentence', maxSentence) }
    case 'send': {
      const turn = head['turn'] === undefined ? {} : { turn: numberIn(head, 'turn') }
      return { type: 'send', errand: errand(), group: textIn(head, 'group', maxGroup), ...turn }
    }
    case 'reserve':
      return { type: 'reserve', errand: errand(), group: textIn(head, 'group', maxGroup) }
    case 'went': {
      const status = numberIn(head, 'status')
      if (status < 200 || status > 599) throw new TypeError('a response of no known status')
      return { type: 'went', errand: errand(), status, headers: pairsIn(head, 'headers') }
    }
    case 'fell':
      return { type: 'fell', errand: errand(), error: errorIn(head) }
    case 'abandon':
      return { type: 'abandon', errand: errand() }
    case 'want-token': {
      const refused = head['refused'] === undefined ? {} : { refused: textIn(head, 'refused', maxToken) }
      return { type: 'want-token', want: numberIn(head, 'want'), ...refused }
    }
    case 'release':
      return { type: 'release', turn: numberIn(head, 'turn') }
    default:
      throw new TypeError('a message of no known type')
  }
}

function errorIn(head: Frame['head']): ToldError {
  const error = head['error']
  if (error === null || typeof error !== 'object') throw new TypeError('a failure without an error')
  return toldError(error as Record<string, unknown>)
}
