import { expect } from 'chai'
import { withinPixelBudget } from '../../src/images/pixel-budget.ts'

describe('the budget of pixels', () => {
  it('never decodes more than 100 megapixels at a time, and lets everybody have their turn', async () => {
    let now = 0
    let most = 0
    const done: number[] = []
    const sizes = [60e6, 30e6, 30e6, 500e6, 1, 99e6, 10e6]
    await Promise.all(
      sizes.map((pixels, index) =>
        withinPixelBudget(pixels, async () => {
          now += Math.min(pixels, 100e6)
          most = Math.max(most, now)
          await new Promise(setImmediate)
          now -= Math.min(pixels, 100e6)
          done.push(index)
        }),
      ),
    )
    expect(most).to.equal(100e6)
    expect(done.sort()).to.deep.equal([0, 1, 2, 3, 4, 5, 6])
  })

  it('gives the pixels back when a task fails', async () => {
    const failing = () => withinPixelBudget(90e6, () => Promise.reject(new Error('broken')))
    const results = await Promise.allSettled([failing(), failing(), failing()])
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected'])
    expect(await withinPixelBudget(100e6, () => Promise.resolve('free again'))).to.equal('free again')
  })
})
