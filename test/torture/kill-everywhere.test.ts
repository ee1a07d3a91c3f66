import {
  changingCalls,
  killedAt,
  reachesOut,
  type Stage,
  type Victim,
  victim,
} from '../support/killed-runs.ts'
import { amongAll, practiceAccount } from '../support/practice-account.ts'
import { noStrace, type Thread, withStrace } from '../support/strace.ts'

/** Every call, or every so manieth, for a shorter run. */
const stride = Number(process.env['TORTURE_STRIDE'] ?? 1)
/** While Node loads the tool nothing is made and nobody is asked: a run that is killed then counts as unbegun. */
const skipsStart = process.env['TORTURE_SKIP_START'] !== undefined

/** So many runs at the same time, each with an account of its own. */
const atOnce = 2

for (const command of ['sync', 'restore'] as const) {
  describe(withStrace(`promise 2: \`${command}\` killed at every call that changes something`), () => {
    const victims: Victim[] = []
    const total: Partial<Record<Stage, number>> = {}

    before(async function () {
      if (noStrace !== undefined) this.skip()
      this.timeout(120_000)
      for (let n = 0; n < atOnce; n += 1) victims.push(await victim(await practiceAccount(), command))
    })
    after(async () => {
      for (const { account } of victims) await account.close()
      process.stdout.write(`    ${command}, altogether: ${described(total)}\n`)
    })

    for (const thread of ['main', 'pool'] as const) {
      for (const name of changingCalls) {
        it(`${name} of the ${thread} thread`, async function () {
          this.timeout(7_200_000)
          const counts = await sweep(victims, thread, name)
          if (!counts) return this.skip()
          this.test!.title += `: ${described(counts)}`
          for (const stage of Object.keys(counts) as Stage[])
            total[stage] = (total[stage] ?? 0) + (counts[stage] ?? 0)
        })
      }
    }
  })
}

/** Kills at the first call of that name, the second and so on, until a run gets to its end. */
async function sweep(
  victims: readonly Victim[],
  thread: Thread,
  name: string,
): Promise<Partial<Record<Stage, number>> | undefined> {
  const counts: Partial<Record<Stage, number>> = {}
  const { account, places } = victims[0]!
  const begin = skipsStart ? places.findIndex((place) => reachesOut(place, account.data)) : 0
  let next = places.slice(begin).find((place) => place.thread === thread && place.name === name)?.number
  if (next === undefined) return undefined
  const agains = places.filter((place) => reachesOut(place, account.data))
  let isOver = false
  await amongAll(victims, async (victim) => {
    while (!isOver) {
      const number = next!
      next = number + stride
      // Another place each time, so that the recoveries too are killed everywhere.
      const again = agains[(number * 37) % agains.length]!
      const stage = await killedAt(victim, { thread, name, number }, again).catch((error: unknown) => {
        isOver = true
        throw new Error(`killed at ${name} ${number} of the ${thread} thread, then at ${again.text}`, {
          cause: error,
        })
      })
      counts[stage] = (counts[stage] ?? 0) + 1
      if (stage === 'completed') isOver = true
    }
  })
  return counts
}

function described(counts: Partial<Record<Stage, number>>): string {
  return Object.entries(counts)
    .map(([stage, count]) => `${count} ${stage}`)
    .join(', ')
}
