import { writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import type { Directory } from '@avatarctl/sdk'
import { startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { originalsIn, sha256 } from '../support/network-promises.ts'
import { noisyPicture } from '../support/pictures.ts'
import { serviceWorkbench } from '../support/service-workbench.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type Fault, workbench } from '../support/workbench.ts'

/** The gap that the documentation admits: what falls into it, and where there is none. */
describe('promise 10: a change within the last round trip', () => {
  const home = temporaryFolder()
  let theirs: Buffer
  before(async () => {
    theirs = await noisyPicture('somebody else', 'png')
  })

  for (const had of ['a photo', 'no photo'] as const) {
    it(`cannot be noticed in RingCentral, where somebody had ${had}: it is lost, and we say "done"`, async () => {
      const sandbox = await startSandbox({ people: 12, limits: 'none' })
      try {
        const { company } = sandbox
        const { id } = company.people.find((one) => one.status === 'Enabled' && one.id !== company.admin.id)!
        await company.setPhoto(id, had === 'a photo' ? await noisyPicture('at first', 'png') : null)
        const bench = await serviceWorkbench(home.path, sandbox, {
          disturb: (real) => ({
            async writePhoto(person, ...rest) {
              if (person.id === String(id)) await company.setPhoto(id, theirs)
              await real.writePhoto(person, ...rest)
            },
          }),
        })
        await bench.sync({ replace: 'all' })
        await bench.close()
        const result = bench.results.find(({ change }) => change.person.id === String(id))
        expect(result?.outcome).to.equal('done')
        expect(sha256(company.photo(id)!.bytes)).to.equal(result?.after?.sha256)
        expect((await originalsIn(home.path)).has(sha256(theirs))).to.equal(false)
      } finally {
        await sandbox.close()
      }
    })
  }

  /** Somebody saves a file when the folder has looked for the last time, and only the new name is not given yet. */
  async function atTheLastInstant(id: string, file: string) {
    await makeCompany(home.join('company'), await fiveColleagues())
    const disturb = (real: Directory): Fault => ({
      async writePhoto(person, photo, condition) {
        let looks = 0
        const { ifVersion } = condition
        // The condition is asked for after the bytes were read: once at the beginning, and once before the rename.
        const watched = Object.defineProperty({ ...condition }, 'ifVersion', {
          get() {
            if (person.id === id && (looks += 1) === 2)
              writeFileSync(home.join('company', 'photos', file), theirs)
            return ifVersion
          },
        })
        await real.writePhoto(person, photo, watched)
      },
    })
    const bench = await workbench(home.path, disturb)
    await bench.sync({ replace: 'all' })
    await bench.close()
    const shown = await readFile(home.join('company', 'photos', file))
    return { result: bench.results.find(({ change }) => change.person.id === id), shown }
  }

  it('cannot be noticed in a folder where there was a photo, in the instant before the rename', async () => {
    const { result, shown } = await atTheLastInstant('2', '2.png')
    expect(result?.outcome).to.equal('done')
    expect(sha256(shown)).to.equal(result?.after?.sha256)
    expect((await originalsIn(home.path)).has(sha256(theirs))).to.equal(false)
  })

  it('is noticed in a folder where there was no photo, even in that instant', async () => {
    const { result, shown } = await atTheLastInstant('1', '1.png')
    expect(result).to.include({ outcome: 'skipped' })
    expect(result?.error).to.include({ code: 'changed' })
    expect(sha256(shown)).to.equal(sha256(theirs))
  })

  it('is noticed in a folder up to that instant, because the folder looks once more itself', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    const file = home.join('company', 'photos', '2.png')
    const bench = await workbench(home.path, (real) => ({
      async writePhoto(person, ...rest) {
        if (person.id === '2') await writeFile(file, theirs)
        await real.writePhoto(person, ...rest)
      },
    }))
    await bench.sync({ replace: 'all' })
    await bench.close()
    const result = bench.results.find(({ change }) => change.person.id === '2')
    expect(result).to.include({ outcome: 'skipped' })
    expect(result?.error).to.include({ code: 'changed' })
    expect(sha256(await readFile(file))).to.equal(sha256(theirs))
  })
})
