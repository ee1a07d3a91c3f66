import fc from 'fast-check'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { live } from '../support/world-model.ts'
import { steps } from '../support/world-steps.ts'

const count = Number(process.env['TORTURE_LIVES'] ?? 1000)
const seed = Number(process.env['TORTURE_SEED'] ?? 2)

describe(`promise 2: ${count} random lives of a vault (seed ${seed})`, () => {
  const home = temporaryFolder()

  it('restore always gives back what the model says', async function () {
    this.timeout(0)
    const property = fc.asyncProperty(steps, (sequence) => live(home.join('life'), sequence))
    await fc.assert(property, { seed, numRuns: count })
  })
})
