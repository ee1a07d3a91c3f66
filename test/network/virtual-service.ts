import type { Clock } from '../../src/network/clock.ts'
import { makeStrictLimits, type Limits } from './strict-limits.ts'

/** How long a request takes to be counted, and its answer to come back, in milliseconds. */
export type Latency = () => { there: number; back: number }

export const instantly: Latency = () => ({ there: 1, back: 1 })

/** A service on a clock of its own, with limits for each group, that remembers who came when. */
export function makeVirtualService(clock: Clock, groups: Record<string, Limits>, latency: Latency) {
  const limits = makeStrictLimits(groups)
  const arrived: { group: string; name: string; at: number; status: number }[] = []

  return {
    arrived,
    refused: limits.refused,
    names: () => arrived.map(({ name }) => name),

    request: (group: string, name = '') =>
      async function request(): Promise<Response> {
        const { there, back } = latency()
        await clock.sleep(there)
        const { status, headers } = limits.judge(group, clock.now())
        arrived.push({ group, name, at: clock.now(), status })
        await clock.sleep(back)
        return new Response(null, { status, headers })
      },
  }
}
