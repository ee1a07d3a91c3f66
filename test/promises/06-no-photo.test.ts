import { expect } from 'chai'
import { fiveColleagues, makeCompany, snapshot } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { directoryFailure, workbench } from '../support/workbench.ts'

describe('promise 6: "no photo" is recorded only when the directory said so', () => {
  const home = temporaryFolder()
  beforeEach(async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
  })

  for (const kind of ['unauthorised', 'forbidden', 'not-found', 'throttled', 'unavailable', 'rejected']) {
    it(`a reading that ends with "${kind}" records nothing and writes nothing`, async () => {
      const before = await snapshot(home.join('company'))
      const bench = await workbench(home.path, () => ({
        readPhoto: () => Promise.reject(directoryFailure(kind, 'not-applied')),
      }))
      await bench.sync().catch(() => undefined)
      await bench.close()
      expect(await snapshot(home.join('company'))).to.deep.equal(before)
      expect(await snapshot(home.join('vault'))).to.not.have.property('originals.ndjson')
    })
  }

  it('restoring it takes the avatar away', async () => {
    const before = await snapshot(home.join('company'))
    const bench = await workbench(home.path)
    await bench.sync()
    expect(bench.results.map(({ change }) => change.before.state)).to.deep.equal(['missing', 'missing'])
    await bench.restore()
    await bench.close()
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
  })
})
