import { expect } from 'chai'
import { contend } from '../support/contend.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('promise 4: many processes want the same lock', () => {
  const home = temporaryFolder()
  before(function () {
    // Reason for skipping: whether a process that was killed is gone is read from /proc.
    if (process.platform !== 'linux') this.skip()
  })

  it('50 processes, 20 rounds each, with killed and suspended holders: never two at once, none is ever stale', async function () {
    this.timeout(0)
    const counts = await contend(home.path, { processes: 50, rounds: 20, kills: 60, stops: 60 })
    expect(counts.entries).to.be.least(50 * 20)
    this.test!.title += ` (${counts.entries} entries, ${counts.killed} killed, ${counts.stopped} suspended)`
  })

  it('runs and prunes never meet: 40 runs and 10 that want the whole vault', async function () {
    this.timeout(0)
    const counts = await contend(home.path, { processes: 50, rounds: 10, kills: 20, stops: 20, vault: 10 })
    expect(counts.entries).to.be.least(50 * 10)
    this.test!.title += ` (${counts.entries} entries, ${counts.killed} killed, ${counts.stopped} suspended)`
  })
})
