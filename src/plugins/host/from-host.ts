import type { Frame } from './frames.ts'
import {
  type EverybodysFailure,
  type FromHost,
  maxLabelLength,
  maxTimeLength,
  maxWords,
  openErrorKinds,
  type PluginRequest,
} from './messages.ts'

const redirects = ['follow', 'error', 'manual'] as const

/**
 * A message of a plugin host, looked at as something that anybody may have written. Throws a `TypeError` when it is
 * none of those that a host sends.
 */
export function readFromHost({ head, body }: Frame): FromHost {
  const id = () => numberIn(head, 'id')
  switch (head['type']) {
    case 'image': {
      if (body.length === 0) throw new TypeError('an image without bytes')
      return {
        ...{ type: 'image', id: id() },
        ...(head['label'] !== undefined && { label: textIn(head, 'label', maxLabelLength) }),
        ...(head['modified'] !== undefined && { modified: textIn(head, 'modified', maxTimeLength) }),
      }
    }
    case 'none':
      if (head['reason'] === undefined) return { type: 'none', id: id() }
      return { type: 'none', id: id(), reason: textIn(head, 'reason', maxWords) }
    case 'done':
    case 'cancelled':
      return { type: head['type'], id: id() }
    case 'failed':
      return {
        ...{ type: 'failed', id: id(), message: textIn(head, 'message', 2 * maxWords) },
        ...(head['everybody'] === undefined ? {} : { everybody: everybodysFailure(head['everybody']) }),
      }
    case 'abort':
    case 'fetch':
      return readRequest(head)
    default:
      throw new TypeError('a message of no known type')
  }
}

/** What any plugin has the tool fetch. */
export function readRequest(head: Frame['head']): PluginRequest {
  if (head['type'] === 'abort') return { type: 'abort', fetch: numberIn(head, 'fetch') }
  const redirect = redirects.find((one) => one === head['redirect'])
  if (redirect === undefined) throw new TypeError('a request with an unknown redirect')
  return {
    ...{ type: 'fetch', id: numberIn(head, 'id'), fetch: numberIn(head, 'fetch'), redirect },
    url: textIn(head, 'url'),
    method: textIn(head, 'method', 20),
    headers: pairsIn(head, 'headers'),
  }
}

function everybodysFailure(value: unknown): EverybodysFailure {
  const told = (value ?? {}) as Frame['head']
  const kind = openErrorKinds.find((one) => one === told['kind'])
  if (kind === undefined) throw new TypeError('a failure of no known kind')
  const message = textIn(told, 'message', maxWords)
  return told['hint'] === undefined
    ? { kind, message }
    : { kind, message, hint: textIn(told, 'hint', maxWords) }
}

export function numberIn(head: Frame['head'], name: string): number {
  const value = head[name]
  if (!Number.isSafeInteger(value)) throw new TypeError(`a message without ${name}`)
  return value as number
}

export function textIn(head: Frame['head'], name: string, most = Infinity): string {
  const value = head[name]
  if (typeof value !== 'string' || value.length > most) throw new TypeError(`a message without ${name}`)
  return value
}

export function pairsIn(head: Frame['head'], name: string): [string, string][] {
  const value = head[name]
  const isPair = (one: unknown) =>
    Array.isArray(one) && one.length === 2 && one.every((part) => typeof part === 'string')
  if (!Array.isArray(value) || !value.every(isPair)) throw new TypeError(`a message without ${name}`)
  return value as [string, string][]
}
