import path from 'node:path'
import { expect } from 'chai'
import { expectToGoOn } from '../support/killed-runs.ts'
import { amongAll, type PracticeAccount, practiceAccount, syncAll } from '../support/practice-account.ts'
import { growDisk, mountSmallDisk, noMount, unmount } from '../support/small-disk.ts'

/** tmpfs gives room by pages. */
const stepKib = 4
const atOnce = 2

describe(`promise 3: a data folder on a disk of every size${noMount ? ` (skipped: ${noMount})` : ''}`, () => {
  const accounts: PracticeAccount[] = []

  before(async function () {
    if (noMount !== undefined) this.skip()
    for (let n = 0; n < atOnce; n += 1) accounts.push(await practiceAccount())
  })
  after(async () => {
    for (const account of accounts) await account.close()
  })

  it('from one page to what a run needs: stops before the overwrite, and goes on when there is room', async function () {
    this.timeout(7_200_000)
    let kib = 0
    let enough = 0
    const work = async (account: PracticeAccount) => {
      while (enough === 0) {
        kib += stepKib
        const size = kib
        if (await fits(account, size)) enough = Math.max(enough, size)
      }
    }
    await amongAll(accounts, work)
    this.test!.title += `: ${kib / stepKib} sizes from ${stepKib} to ${kib} KiB; ${enough} KiB are enough`
  })
})

/** Whether a `sync` got to its end on a disk of that size; where it did not, it goes on with a larger one. */
async function fits(account: PracticeAccount, kib: number): Promise<boolean> {
  const disk = path.join(account.home, 'small')
  await mountSmallDisk(disk, kib)
  try {
    account.data = path.join(disk, 'data')
    await account.goBack(account.first)
    const { code, stdout, stderr, json } = await account.run(syncAll)
    expect([0, 8], `${kib} KiB: ${stdout}${stderr}`).to.include(code)
    const { error, summary } = json<{ error?: { code: string }; summary: { done: number } }>()
    await account.expectOriginalsSafe()
    if (code === 0) expect(summary.done).to.equal(4)
    else expect(error?.code, `${kib} KiB`).to.equal('vault-unwritable')
    growDisk(disk, 65_536)
    await expectToGoOn({ account, command: 'sync' }, { twice: false })
    return code === 0
  } finally {
    unmount(disk)
  }
}
