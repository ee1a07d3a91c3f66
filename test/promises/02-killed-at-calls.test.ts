import { expect } from 'chai'
import { killedAt, reachesOut, type Victim, victim } from '../support/killed-runs.ts'
import { practiceAccount } from '../support/practice-account.ts'
import { type Call, noStrace, withStrace } from '../support/strace.ts'

/** Some of the calls that test/torture/kill-everywhere.test.ts goes through one by one. */
const chosen: [what: string, isMeant: (call: Call) => boolean, which: number][] = [
  ['an original gets its name', ({ name }) => name === 'link', -1],
  ['the list of originals is synced', ({ name, text }) => name === 'fsync' && text.includes('ndjson'), 0],
  ['the ledger is synced', ({ name, text }) => name === 'fsync' && text.includes('-wal'), 5],
  ['a photo is sent', ({ name }) => name === 'writev', 2],
]

describe(
  withStrace('promise 2: a `sync` killed at a call of the kernel, and killed again while it recovers'),
  () => {
    let sync: Victim | undefined

    before(async function () {
      if (noStrace !== undefined) this.skip()
      this.timeout(60_000)
      sync = await victim(await practiceAccount(), 'sync')
    })
    after(async () => {
      await sync?.account.close()
    })

    for (const [index, [what, isMeant, which]] of chosen.entries()) {
      it(`when ${what}`, async function () {
        this.timeout(60_000)
        const places = sync!.places.filter((call) => reachesOut(call, sync!.account.data))
        const at = places.filter(isMeant).at(which)
        expect(at, 'there is such a call').to.not.equal(undefined)
        const again = places[Math.floor((places.length * (index + 1)) / (chosen.length + 1))]!
        expect(await killedAt(sync!, at!, again)).to.match(/^recovered/)
      })
    }
  },
)
