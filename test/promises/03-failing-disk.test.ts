import { expect } from 'chai'
import { callsOnData, expectNoSecondFsync, failedAt } from '../support/failing-disk.ts'
import { expectToGoOn } from '../support/killed-runs.ts'
import { type PracticeAccount, practiceAccount } from '../support/practice-account.ts'
import { type Call, type DiskError, noStrace, withStrace } from '../support/strace.ts'

/** Some of the calls that test/torture/failing-disk.test.ts goes through one by one. */
const chosen: [what: string, error: DiskError, isMeant: (call: Call) => boolean][] = [
  ['an original is synced', 'EIO', ({ name, text }) => name === 'fsync' && text.includes('.tmp>')],
  ['an original gets its name', 'ENOSPC', ({ name }) => name === 'link'],
  [
    'the list of originals is opened',
    'EROFS',
    ({ name, text }) => name === 'openat' && text.includes('ndjson'),
  ],
  [
    'the ledger is synced',
    'EIO',
    ({ name, text, number }) => name === 'fsync' && text.includes('-wal') && number > 10,
  ],
]

describe(
  withStrace('promise 3: a disk that fails stops before the overwrite, and no fsync is tried twice'),
  () => {
    let account: PracticeAccount | undefined
    let places: Call[] = []

    before(async function () {
      if (noStrace !== undefined) this.skip()
      this.timeout(60_000)
      account = await practiceAccount()
      places = await callsOnData(account)
    })
    after(async () => {
      await account?.close()
    })

    for (const [what, error, isMeant] of chosen) {
      it(`${error} when ${what}: exit 8, and the next run goes on`, async function () {
        this.timeout(60_000)
        const at = places.find(isMeant)
        expect(at, 'there is such a call').to.not.equal(undefined)
        const failed = await failedAt(account!, at!, error)
        expect(failed.call && isMeant(failed.call), 'it is what failed').to.equal(true)
        expect(failed.code).to.equal(8)
        if (failed.call?.name === 'fsync') expectNoSecondFsync(account!, failed)
        await expectToGoOn({ account: account!, command: 'sync' }, { twice: false })
      })
    }
  },
)
