import { readdirSync } from 'node:fs'
import { cp, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { schemaVersion } from '../../src/vault/ledger-schema.ts'
import { avatarctl, repository } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const golden = path.join(repository, 'test/golden')

interface Expected {
  directory: string
  /** How many runs the ledger knows. */
  runs: number
  /** By id: the hash of the photo that stood there before the first run; `null` for none. */
  photos: Record<string, string | null>
}

describe('a vault of every version of the ledger', () => {
  const home = temporaryFolder()
  const run = (...args: string[]) => avatarctl(args, { home: home.path })

  async function open(version: string): Promise<Expected> {
    await cp(path.join(golden, version, 'data'), home.join('data'), { recursive: true })
    return JSON.parse(await readFile(path.join(golden, version, 'expected.json'), 'utf8')) as Expected
  }

  /** What everybody's photo is now, by id. */
  async function photosNow(): Promise<Record<string, string | null>> {
    const { people } = (await run('list', '-d', 'sandbox:', '--json')).json<{ people: { id: string }[] }>()
    const { changes } = (await run('backup', '-d', 'sandbox:', '--json')).json<{
      changes: { person: { id: string }; before: { sha256: string } }[]
    }>()
    const photos: Record<string, string | null> = Object.fromEntries(people.map(({ id }) => [id, null]))
    for (const { person, before } of changes) photos[person.id] = before.sha256
    return photos
  }

  it('is among the golden ones, this one too', async () => {
    const versions = Array.from({ length: schemaVersion }, (_, index) => `ledger-${index + 1}`)
    expect((await readdir(golden)).sort()).to.include.members(versions)
  })

  for (const version of readdirSync(golden).filter((name) => name.startsWith('ledger-'))) {
    it(`${version}: everybody gets back what was theirs, also who was being changed when a run was killed`, async () => {
      const { photos } = await open(version)
      const restored = await run('restore', '-d', 'sandbox:', '--all', '--json')
      expect(restored.code, restored.stderr).to.equal(0)
      expect(await photosNow()).to.deep.equal(photos)
    })

    it(`${version}: is listed, checked and planned with as it is, and nothing is written`, async () => {
      const { runs, directory } = await open(version)
      const before = await readFile(home.join('data', 'vault', 'ledger.sqlite'))
      const listed = (await run('runs', 'list', '--json')).json<{ runs: { directory: string }[] }>().runs
      expect(listed).to.have.length(runs)
      expect(listed[0]?.directory).to.equal(directory)
      expect((await run('vault', 'verify', '--read-data')).code).to.equal(0)
      const { summary } = (await run('restore', '-d', 'sandbox:', '--all', '--dry-run', '--json')).json<{
        summary: { planned: number }
      }>()
      expect(summary.planned).to.be.greaterThan(0)
      expect(await readFile(home.join('data', 'vault', 'ledger.sqlite'))).to.deep.equal(before)
    })

    it(`${version}: loses nothing when its ledger is lost after the upgrade`, async () => {
      const { photos } = await open(version)
      // Settles what was open, and upgrades.
      expect((await run('sync', '-d', 'sandbox:', '--json')).code).to.equal(0)
      expect((await run('vault', 'verify', '--rebuild', '--yes')).code).to.equal(0)
      expect((await run('restore', '-d', 'sandbox:', '--all', '--json')).code).to.equal(0)
      expect(await photosNow()).to.deep.equal(photos)
    })
  }
})
