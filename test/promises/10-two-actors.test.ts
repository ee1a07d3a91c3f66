import { startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { noisyPicture } from '../support/pictures.ts'
import { type Act, deedsFor, everyInterleaving, gaps } from '../support/second-actor.ts'
import { sharedFolder, sharedService } from '../support/shared-companies.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { meet } from '../support/two-actors.ts'

/** A sample of what test/torture/two-actors.test.ts tries in every order. */
describe('promise 10: somebody else acts between the steps of a sync', function () {
  this.timeout(60_000)
  const home = temporaryFolder()
  const everyNth = (all: Act[][], n: number) => all.filter((_, index) => index % n === 0)

  for (const photos of ['photo', 'none'] as const) {
    const had = photos === 'photo' ? 'a photo' : 'none'

    it(`and is left alone in a folder, where there was ${had}`, async () => {
      const encounters = everyNth(everyInterleaving(deedsFor[photos]), 11)
      const company = await sharedFolder(home.path, encounters.length)
      const tally = await meet(home.path, company, encounters, { hasPhoto: photos === 'photo' })
      expect(tally['changes noticed']).to.be.greaterThan(0)
      expect(tally['not noticed in the last round trip']).to.equal(0)
    })

    it(`and is left alone in RingCentral, where there was ${had}`, async () => {
      // Another photo after our write is waited for a while, as one of ours that is late.
      const before = everyInterleaving(deedsFor[photos]).filter((acts) =>
        acts.every(({ gap }) => gap < gaps.length - 2),
      )
      const sandbox = await startSandbox({ people: 200, limits: 'none' })
      try {
        const encounters = everyNth(before, 13)
        const company = sharedService(home.path, sandbox, encounters.length)
        const tally = await meet(home.path, company, encounters, { hasPhoto: photos === 'photo' })
        expect(tally['changes noticed']).to.be.greaterThan(0)
      } finally {
        await sandbox.close()
      }
    })
  }

  it('and the command says whose photo it was, with exit code 3', async () => {
    const chosen = await noisyPicture('chosen meanwhile', 'png')
    const sandbox = await startSandbox({ people: 6, limits: 'none' })
    try {
      const { company } = sandbox
      const { id } = company.people.find((one) => one.status === 'Enabled' && one.id !== company.admin.id)!
      await company.setPhoto(id, await noisyPicture('at first', 'png'))
      let looks = 0
      sandbox.settings.observe = ({ path }) => {
        // Right after the original was given.
        if (path.endsWith(`/${id}/profile-image`) && (looks += 1) === 1) void company.setPhoto(id, chosen)
      }
      const { code, json } = await avatarctl(['sync', '--replace', 'all', '--yes', '--json'], {
        ...{ home: home.path, env: sandbox.environment },
      })
      expect(code).to.equal(3)
      const { changes } = json<{
        changes: { person: { id: string }; outcome: string; error: { code: string } | null }[]
      }>()
      const theirs = changes.filter(({ outcome }) => outcome !== 'done')
      expect(theirs.map(({ person, outcome, error }) => [person.id, outcome, error?.code])).to.deep.equal([
        [String(id), 'skipped', 'changed'],
      ])
      expect(company.photo(id)?.bytes.equals(chosen)).to.equal(true)
    } finally {
      await sandbox.close()
    }
  })
})
