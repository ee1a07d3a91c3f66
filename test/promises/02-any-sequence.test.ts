import fc from 'fast-check'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { live } from '../support/world-model.ts'
import { steps } from '../support/world-steps.ts'

describe('promise 2: whatever happened, restore gives back what the model says', () => {
  const home = temporaryFolder()

  it('list, sync, restore, backup, prune, crashes, a lost ledger and changes by others, in any order', async function () {
    this.timeout(60_000)
    // The same 25 every time; a sweep over others is under `npm run test:torture`.
    const property = fc.asyncProperty(steps, (sequence) => live(home.join('life'), sequence))
    await fc.assert(property, { seed: 1, numRuns: 25, endOnFailure: true })
  })
})
