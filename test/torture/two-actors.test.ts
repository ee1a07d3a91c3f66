import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startSandbox } from '@avatarctl/sandbox'
import { deedsFor, everyInterleaving } from '../support/second-actor.ts'
import { sharedFolder, sharedService } from '../support/shared-companies.ts'
import { meet, noTally } from '../support/two-actors.ts'

/** So many people of one run meet with somebody else each. */
const peopleInARun = 200

describe('somebody else who acts between any two steps of a sync, once or twice', () => {
  let home = ''
  beforeEach(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-torture-'))
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  for (const [where, photos] of [
    ['a folder', 'photo'],
    ['a folder', 'none'],
    ['a RingCentral', 'photo'],
    ['a RingCentral', 'none'],
  ] as const) {
    it(`is left alone and reported, in ${where}, where there was ${photos === 'photo' ? 'a photo' : 'none'}`, async function () {
      this.timeout(900_000)
      const all = everyInterleaving(deedsFor[photos])
      const tally = noTally()
      const how = { hasPhoto: photos === 'photo', tally }
      for (let at = 0; at < all.length; at += peopleInARun) {
        const part = all.slice(at, at + peopleInARun)
        const own = path.join(home, String(at))
        if (where === 'a folder') {
          await meet(own, await sharedFolder(own, part.length), part, how)
          continue
        }
        const sandbox = await startSandbox({ people: part.length * 2 + 20, limits: 'none' })
        try {
          await meet(own, sharedService(own, sandbox, part.length), part, how)
        } finally {
          await sandbox.close()
        }
      }
      const counts = Object.entries(tally).map(([what, count]) => `${count} ${what}`)
      process.stdout.write(`      ${all.length} interleavings: ${counts.join(', ')}\n`)
    })
  }
})
