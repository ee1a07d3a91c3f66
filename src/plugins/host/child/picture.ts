import { types } from 'node:util'
import { frameLimits } from '../frames.ts'
import { type FromHost, maxLabelLength, maxTimeLength } from '../messages.ts'
import { wordsOf } from './words.ts'

/** What a generator answered, as a message; whatever is not an image or none is a failure that says what it was. */
export function pictureMessage(id: number, answer: unknown): { message: FromHost; body?: Uint8Array } {
  if (answer === null) return { message: { type: 'none', id } }
  const failed = (message: string) => ({ message: { type: 'failed', id, message } as const })
  if (typeof answer !== 'object')
    return failed(`answered with ${kindOf(answer)}, and neither with an image nor with null`)
  const { bytes, label, modified, none } = answer as Partial<
    Record<'bytes' | 'label' | 'modified' | 'none', unknown>
  >
  if (bytes === undefined && typeof none === 'string')
    return { message: { type: 'none', id, reason: wordsOf(none) } }
  if (!types.isUint8Array(bytes))
    return failed(`answered with an image whose bytes are ${kindOf(bytes)} and no Uint8Array`)
  // A copy: the plugin may go on writing into what it handed over.
  const size = bytes.byteLength
  if (size === 0) return failed('answered with an empty image')
  if (size > frameLimits.bodyBytes)
    return failed(
      `answered with an image of ${inMegabytes(size)} MB; the limit is ${inMegabytes(frameLimits.bodyBytes)} MB`,
    )
  if (label !== undefined && (typeof label !== 'string' || label.length > maxLabelLength))
    return failed(`answered with a label that is no text of at most ${maxLabelLength} characters`)
  if (modified !== undefined && (typeof modified !== 'string' || modified.length > maxTimeLength))
    return failed('answered with an image whose time of change is no text as in 2026-01-31T12:00:00Z')
  const message: FromHost = {
    ...{ type: 'image', id },
    ...(label !== undefined && { label }),
    ...(modified !== undefined && { modified }),
  }
  return { message, body: Buffer.from(bytes) }
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value !== 'object') return `a ${typeof value}`
  return Array.isArray(value) ? 'an array' : 'an object'
}

const inMegabytes = (bytes: number) => Math.round(bytes / 2 ** 20)
