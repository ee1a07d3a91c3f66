import type { Clock } from '../../src/network/clock.ts'

/** A clock that stands still until everybody waits for it, and then jumps to the next moment that is waited for. */
export interface VirtualClock extends Clock {
  /** Lets time pass until `work` is settled. Throws when it waits for something that no time brings. */
  until<Result>(work: Promise<Result>): Promise<Result>
  /** How many wait for a moment to come. */
  waiting(): number
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>
}

export function makeVirtualClock(start = Date.UTC(2026, 0, 5)): VirtualClock {
  let now = start
  let count = 0
  const sleepers = new Map<number, { at: number; wake: () => void }>()
  const everythingDone = () => new Promise((resolve) => setImmediate(resolve))

  function next(): [number, { at: number; wake: () => void }] | undefined {
    let first: [number, { at: number; wake: () => void }] | undefined
    for (const entry of sleepers) if (!first || entry[1].at < first[1].at) first = entry
    return first
  }

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const id = (count += 1)
      function giveUp(): void {
        sleepers.delete(id)
        reject(signal?.reason as Error)
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      const wake = () => {
        signal?.removeEventListener('abort', giveUp)
        resolve()
      }
      sleepers.set(id, { at: now + ms, wake })
    })
  }

  function step([id, { at, wake }]: [number, { at: number; wake: () => void }]): void {
    sleepers.delete(id)
    now = Math.max(now, at)
    wake()
  }

  return {
    now: () => now,
    sleep,
    waiting: () => sleepers.size,

    async until(work) {
      let settled = false
      const mark = () => {
        settled = true
      }
      work.then(mark, mark)
      for (;;) {
        await everythingDone()
        // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it is set meanwhile
        if (settled) return work
        const first = next()
        if (!first) throw new Error('nothing is waited for, and still it is not done')
        step(first)
      }
    },

    async pass(ms) {
      const end = now + ms
      for (;;) {
        await everythingDone()
        const first = next()
        if (!first || first[1].at > end) break
        step(first)
      }
      now = end
      await everythingDone()
    },
  }
}
