import { randomFrom, type Random } from '../random.ts'
import type { ErrorCode } from '../ringcentral/errors.ts'
import type { HostName } from './origins.ts'

/** What goes wrong. Where nothing else is said, the request has no effect. */
export type FaultEffect =
  /** The connection is reset: before the body is read, within it (after some of its bytes), or after it. */
  | { kind: 'reset'; when: 'before' | 'after' }
  | { kind: 'reset'; when: 'within'; afterBytes: number }
  /** What was asked is done, and the connection reset instead of an answer. */
  | { kind: 'lost-answer' }
  /** The answer breaks off after some bytes of its body. What was asked is done. */
  | { kind: 'cut-answer'; afterBytes: number }
  /** `Content-Length` is wrong by so many bytes. What was asked is done. */
  | { kind: 'wrong-length'; by: number }
  /** The answer has the right length and other bytes. What was asked is done. */
  | { kind: 'wrong-bytes' }
  /**
   * Any answer at all; with `applied` what was asked is done nevertheless. From 500 on it has the usual error as its
   * body where none is given.
   */
  | {
      kind: 'answer'
      status: number
      headers?: Record<string, string>
      body?: Uint8Array | string
      applied?: boolean
      /** Without the `X-Rate-Limit-*` headers, as from something in front of the service. */
      limitHeaders?: boolean
    }
  /** One of the documented errors, as if it were so. */
  | {
      kind: 'refuse'
      code: ErrorCode
      parameters?: Record<string, string>
      headers?: Record<string, string>
    }
  /** A page for people instead, as a proxy or a sign-on wall would show it. */
  | { kind: 'html'; status?: number }
  /** The answer comes later, or (without a time) not before the sandbox closes. What was asked is done. */
  | { kind: 'late'; ms?: number }

/** Which requests something happens to. */
export interface Fault {
  effect: FaultEffect
  host?: HostName
  method?: string
  /** Part of the path, or a pattern that it matches. The query belongs to the path. */
  path?: RegExp | string
  /** The first of the matching requests that is hit, from 1 (default 1). */
  nth?: number
  /** How many in a row (default 1); `Infinity` for all that follow. */
  times?: number
  /** Of those, the share that is hit, by dice that follow from the seed. */
  chance?: number
}

export interface Faults {
  /** Answers with a way to take the fault back. */
  set(fault: Fault): () => void
  clear(): void
  /** What happens to this request. Every fault that matches counts it; the first one that is due is used. */
  due(request: { host: HostName; method: string; path: string }): FaultEffect | undefined
}

export function faultList(seed: number): Faults {
  let count = 0
  const active = new Set<{ fault: Fault; seen: number; random: Random }>()
  return {
    set(fault) {
      const entry = { fault, seen: 0, random: randomFrom(seed, 'fault', ++count) }
      active.add(entry)
      return () => void active.delete(entry)
    },
    clear: () => active.clear(),
    due(request) {
      let effect: FaultEffect | undefined
      for (const entry of active) {
        const { fault } = entry
        if (!concerns(fault, request)) continue
        entry.seen++
        const first = fault.nth ?? 1
        const last = first + (fault.times ?? 1) - 1
        if (entry.seen >= last) active.delete(entry)
        const hit = entry.seen >= first && (fault.chance === undefined || entry.random() < fault.chance)
        if (hit) effect ??= fault.effect
      }
      return effect
    },
  }
}

function concerns(
  fault: Fault,
  { host, method, path }: { host: HostName; method: string; path: string },
): boolean {
  if (fault.host !== undefined && fault.host !== host) return false
  if (fault.method !== undefined && fault.method !== method) return false
  if (fault.path === undefined) return true
  return typeof fault.path === 'string' ? path.includes(fault.path) : fault.path.test(path)
}
