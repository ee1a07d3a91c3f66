import { readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { workbench } from '../support/workbench.ts'

describe('promise 10: a photo that somebody else changed since the plan is left alone and reported', () => {
  const home = temporaryFolder()
  const file = () => home.join('company', 'photos', '1.png')
  beforeEach(async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
  })

  /** Somebody puts a photo of Ada up just before the n-th time that we look at it. */
  async function changedBeforeLook(n: number) {
    const chosen = await picture('green')
    let looks = 0
    const bench = await workbench(home.path, (real) => ({
      async readPhoto(person, signal) {
        if (person.id === '1' && (looks += 1) === n) await writeFile(file(), chosen)
        return await real.readPhoto(person, signal)
      },
    }))
    const { outcome } = await bench.sync()
    await bench.close()
    return { outcome, result: bench.results.find(({ change }) => change.person.id === '1'), chosen }
  }

  for (const [when, n] of [
    ['between the plan and the backup', 1],
    ['between the backup and the upload', 2],
  ] as const) {
    it(when, async () => {
      const { outcome, result, chosen } = await changedBeforeLook(n)
      expect(outcome).to.equal('some-failed')
      expect(result).to.include({ outcome: 'skipped' })
      expect(result?.error).to.include({ code: 'changed' })
      expect(await readFile(file())).to.deep.equal(chosen)
    })
  }

  it('just before the write, where the directory itself can tell', async () => {
    const chosen = await picture('green')
    const bench = await workbench(home.path, (real) => ({
      async writePhoto(person, ...rest) {
        if (person.id === '1') await writeFile(file(), chosen)
        await real.writePhoto(person, ...rest)
      },
    }))
    await bench.sync()
    await bench.close()
    expect(bench.results.find(({ change }) => change.person.id === '1')?.error).to.include({
      code: 'changed',
    })
    expect(await readFile(file())).to.deep.equal(chosen)
  })
})
