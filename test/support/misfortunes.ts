import { gzipSync } from 'node:zlib'
import type { Answer, Ending, Passed, Trouble } from './cutting-proxy.ts'

/** A trouble, and what it is called in a test's name. */
export interface Misfortune {
  name: string
  trouble: Trouble
}

const endings: readonly Ending[] = ['reset', 'end']

/**
 * Every place where a connection can end during such a request: before it, after each byte of its head, after each
 * KiB (or eighth) of its body, when all of it has arrived and nothing is answered, and likewise in the answer.
 */
export function everyCut(whole: Passed): Misfortune[] {
  return endings.flatMap((ending) => [
    ...cuts('request-head', eachByte(whole.headBytes + 1), ending),
    ...cuts('request-body', pieces(whole.bodyBytes), ending),
    ...cuts('answer-head', eachByte(whole.answerHeadBytes), ending),
    ...cuts('answer-body', pieces(whole.answerBodyBytes).slice(0, -1), ending),
  ])
}

/** A few of them: the same whatever the request is. */
export function someCuts(whole: Passed): Misfortune[] {
  const all = everyCut(whole)
  const first = (part: string) => all.filter(({ name }) => name.includes(part))
  return ['request-head', 'request-body', 'answer-head', 'answer-body'].flatMap((part) => {
    const positions = first(part)
    return [0, 0.4, 0.999].flatMap((share) => positions[Math.floor(share * positions.length)] ?? [])
  })
}

function cuts(
  cut: Extract<Trouble, { cut: string }>['cut'],
  positions: number[],
  ending: Ending,
): Misfortune[] {
  return positions.map((bytes) => ({
    name: `${ending} after ${bytes} bytes of the ${cut}`,
    trouble: { cut, bytes, ending },
  }))
}

function eachByte(end: number): number[] {
  return Array.from({ length: end }, (_, at) => at)
}

/** The first byte, each KiB or eighth, all but one, and all of so many bytes; nothing of an empty body. */
function pieces(length: number): number[] {
  if (length === 0) return []
  const step = Math.max(1, Math.min(1024, Math.ceil(length / 8)))
  const steps = Array.from({ length: Math.floor(length / step) }, (_, index) => (index + 1) * step)
  return [...new Set([1, ...steps, length - 1, length])].filter((at) => at > 0).sort((a, b) => a - b)
}

const page = Buffer.from('<!doctype html><title>Sign in</title><p>Please sign in to this network.')

/** Answers that are not what the server said, or not all of it. */
export const wrongAnswers: readonly Misfortune[] = [
  wrong('a page for people with status 200', () => answer({ 'Content-Type': 'text/html' }, page)),
  wrong('a page for people that says it is the picture', (real) => answer(typeOf(real), page)),
  wrong('nothing at all, with status 200', (real) => answer(typeOf(real), Buffer.alloc(0))),
  wrong('half of it, with a length that fits', (real) => answer(typeOf(real), half(real))),
  wrong('all but a byte, with a length that fits', (real) => answer(typeOf(real), real.body.subarray(0, -1))),
  wrong('gzip that breaks off, with a length that fits', (real) => answer(zipped(real), halfZip(real))),
  brokenOff('a length that is too long', (real) => answer(typeOf(real), real.body, real.body.length + 5)),
  brokenOff('a length that is too short', (real) => answer(typeOf(real), real.body, real.body.length - 5)),
  brokenOff('gzip that breaks off before its length', (real) =>
    answer(zipped(real), halfZip(real), gzipSync(real.body).length),
  ),
  brokenOff('chunks without the last one', (real) => chunks(typeOf(real), half(real))),
  brokenOff('chunks without the last one, on a connection that was to end', (real) =>
    chunks({ ...typeOf(real), Connection: 'close' }, half(real)),
  ),
  brokenOff('half of it, to the end of the connection', (real) =>
    answer({ ...typeOf(real), Connection: 'close' }, half(real), null),
  ),
]

/** Answers of somebody in between to a request that was to change something. */
export const falseReceipts: readonly Misfortune[] = [
  wrong('a page for people with status 200', () => answer({ 'Content-Type': 'text/html' }, page)),
  wrong('nothing at all, with status 200', () => answer({}, Buffer.alloc(0))),
  wrong('an error page with status 502', () =>
    answer({ 'Content-Type': 'text/html' }, page, page.length, 502),
  ),
  brokenOff('a length that is too long', () => answer({}, Buffer.alloc(0), 5)),
  brokenOff('chunks without the last one', () => chunks({}, Buffer.from('OK'))),
]

/** The same where the request never got to the service. */
export const receiptsForNothing: readonly Misfortune[] = falseReceipts.map(({ name, trouble }) => ({
  name: `${name}, though nothing arrived`,
  trouble: { ...(trouble as Extract<Trouble, { instead: unknown }>), arrives: false },
}))

function wrong(name: string, make: (real: Answer) => Buffer, then: 'end' | 'go on' = 'go on'): Misfortune {
  const none = { head: Buffer.alloc(0), body: Buffer.alloc(0) }
  return { name, trouble: { instead: (real) => make(real ?? none), arrives: true, then } }
}

/** The connection ends with it. */
function brokenOff(name: string, make: (real: Answer) => Buffer): Misfortune {
  return wrong(name, make, 'end')
}

function answer(
  headers: Record<string, string>,
  body: Buffer,
  length: number | null = body.length,
  status = 200,
): Buffer {
  const framed = length === null ? headers : { ...headers, 'Content-Length': String(Math.max(0, length)) }
  return Buffer.concat([head(framed, status), body])
}

function chunks(headers: Record<string, string>, body: Buffer): Buffer {
  return Buffer.concat([
    head({ ...headers, 'Transfer-Encoding': 'chunked' }, 200),
    Buffer.from(`${body.length.toString(16)}\r\n`),
    ...[body, Buffer.from('\r\n')],
  ])
}

function head(headers: Record<string, string>, status: number): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`HTTP/1.1 ${status} Somebody in between\r\n${lines.join('')}\r\n`)
}

function typeOf(real: Answer): Record<string, string> {
  const [, type = 'image/png'] = /\r\ncontent-type: *([^\r]+)/i.exec(real.head.toString('latin1')) ?? []
  return { 'Content-Type': type }
}

function zipped(real: Answer): Record<string, string> {
  return { ...typeOf(real), 'Content-Encoding': 'gzip' }
}

function half({ body }: Answer): Buffer {
  return body.subarray(0, body.length >> 1)
}

function halfZip({ body }: Answer): Buffer {
  const whole = gzipSync(body)
  return whole.subarray(0, whole.length >> 1)
}
