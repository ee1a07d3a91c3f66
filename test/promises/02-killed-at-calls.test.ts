import { expect } from 'chai'
import { killedAt, reachesOut, type Victim, victim } from '../support/killed-runs.ts'
import { practiceAccount, syncOneByOne } from '../support/practice-account.ts'
import { type Call, noStrace, withStrace } from '../support/strace.ts'

/** Some of the calls that test/torture/kill-everywhere.test.ts goes through one by one. */
const chosen: [what: string, find: (calls: readonly Call[]) => Call | undefined][] = [
  ['an original gets its name', (calls) => calls.findLast(({ name }) => name === 'link')],
  ['the ledger hears of what was saved', (calls) => calls.filter((call) => isSync(call, '-wal>'))[5]],
  // The first request asks for a token, the last one gives it back; those between them send photos.
  [
    'photos have arrived, and the ledger does not know it',
    (calls) => {
      const lastPhoto = calls.filter(({ name }) => name === 'writev').at(-2)
      return calls
        .slice(lastPhoto && calls.indexOf(lastPhoto))
        .find(({ name, text }) => name === 'pwrite64' && text.includes('-wal>'))
    },
  ],
]

function isSync({ name, text }: Call, file: string): boolean {
  return name === 'fsync' && text.includes(file)
}

describe(
  withStrace('promise 2: a `sync` killed at a call of the kernel, and killed again while it recovers'),
  () => {
    let sync: Victim | undefined

    before(async function () {
      if (noStrace !== undefined) this.skip()
      this.timeout(60_000)
      sync = await victim(await practiceAccount(), 'sync', syncOneByOne)
    })
    after(async () => {
      await sync?.account.close()
    })

    for (const [index, [what, find]] of chosen.entries()) {
      it(`when ${what}`, async function () {
        this.timeout(60_000)
        const places = sync!.places.filter((call) => reachesOut(call, sync!.account.data))
        const at = find(places)
        expect(at, 'there is such a call').to.not.equal(undefined)
        const again = places[Math.floor((places.length * (index + 1)) / (chosen.length + 1))]!
        expect(await killedAt(sync!, at!, again)).to.match(/^recovered/)
      })
    }
  },
)
