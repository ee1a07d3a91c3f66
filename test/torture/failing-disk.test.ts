import {
  callsOnData,
  expectNoSecondFsync,
  failedAt,
  fileCalls,
  isIgnoredBySqlite,
  isOnData,
  pathOf,
} from '../support/failing-disk.ts'
import { expectToGoOn } from '../support/killed-runs.ts'
import { amongAll, type PracticeAccount, practiceAccount } from '../support/practice-account.ts'
import { type Call, type DiskError, noStrace, withStrace } from '../support/strace.ts'

const errors = (process.env['TORTURE_ERRORS'] ?? 'EIO,ENOSPC,EROFS').split(',') as DiskError[]
/** Every call, or every so manieth, for a shorter run. */
const stride = Number(process.env['TORTURE_STRIDE'] ?? 1)

/** So many runs at the same time, each with an account of its own. */
const atOnce = 2
/** How often a call is aimed at: a little later and a little earlier by turns. */
const tries = 24

describe(withStrace('promise 3: any call on the data folder fails during `sync`'), () => {
  const accounts: PracticeAccount[] = []
  /** Of each account, as paths differ. */
  const places = new Map<PracticeAccount, Call[]>()

  before(async function () {
    if (noStrace !== undefined) this.skip()
    this.timeout(120_000)
    for (let n = 0; n < atOnce; n += 1) accounts.push(await practiceAccount())
    for (const account of accounts) places.set(account, await callsOnData(account))
  })
  after(async () => {
    for (const account of accounts) await account.close()
  })

  for (const error of errors) {
    for (const name of fileCalls) {
      it(`${error} of ${name}`, async function () {
        this.timeout(7_200_000)
        const placesOf = (account: PracticeAccount) =>
          places.get(account)!.filter((place) => place.name === name)
        const due = [...placesOf(accounts[0]!).keys()].filter((index) => index % stride === 0)
        if (due.length === 0) return this.skip()
        const counts = { places: due.length, hit: 0, 'stopped with exit 8': 0, 'went on with exit 0': 0 }
        const work = async (account: PracticeAccount) => {
          for (let index = due.shift(); index !== undefined; index = due.shift()) {
            const place = placesOf(account)[index]
            const failed = place && (await failedNear(account, place, places.get(account)!, error))
            if (!failed?.call) continue
            counts.hit += 1
            counts[failed.code === 8 ? 'stopped with exit 8' : 'went on with exit 0'] += 1
            if (name === 'fsync' && !isIgnoredBySqlite(account, failed.call))
              expectNoSecondFsync(account, failed)
            await expectToGoOn({ account, command: 'sync' }, { twice: false })
          }
        }
        await amongAll(accounts, work)
        this.test!.title += `: ${Object.entries(counts)
          .map(([what, count]) => `${count} ${what}`)
          .join(', ')}`
      })
    }
  }
})

/**
 * Signals between threads are writes too, and not as many each time: among the writes to one file the call is found for
 * certain. A temporary file has no name to find it by; there the log says whether it had come already, and as which.
 */
async function failedNear(account: PracticeAccount, place: Call, places: readonly Call[], error: DiskError) {
  const alike = (calls: readonly Call[]) =>
    calls.filter(
      (call) => call.thread === place.thread && call.name === place.name && isOnData(account, call),
    )
  const path = pathOf(place.text) ?? ''
  if (place.name === 'write' && !path.endsWith('.tmp')) {
    const number =
      alike(places)
        .filter(({ text }) => pathOf(text) === path)
        .indexOf(place) + 1
    return await failedAt(account, { ...place, number, path }, error)
  }
  const which = alike(places).indexOf(place)
  let { number } = place
  for (let tried = 0; tried < tries; tried += 1) {
    const failed = await failedAt(account, { ...place, number }, error)
    if (failed.call) return failed
    const besides = Math.ceil((tried + 1) / 2) * (tried % 2 === 0 ? 1 : -1)
    number = alike(failed.calls)[which]?.number ?? Math.max(1, place.number + besides)
  }
  return undefined
}
