import { expect } from 'chai'
import { type Hosted, hostPlugin } from '../../support/hosted-generator.ts'
import { deadlyAnswers, greed, wrongAnswers } from '../../support/hostile-plugins.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('a plugin that misbehaves for one person fails that person, by name, and nobody else', () => {
  const folder = temporaryFolder()
  let hosted: Hosted | undefined
  afterEach(() => hosted?.generator.close?.())

  it('whatever it does in place of an answer', async function () {
    this.timeout(30_000)
    const misdeeds = Object.fromEntries(Object.entries(wrongAnswers).map(([title, [code]]) => [title, code]))
    hosted = await hostPlugin(folder.path, { misdeeds }, { limits: { questionMs: 1_000, graceMs: 10_000 } })
    const titles = Object.keys(wrongAnswers)
    const [ada, ...said] = await hosted.askAll('ada', ...titles)
    for (const [index, title] of titles.entries()) {
      expect(said[index], title).to.match(/^robots of the plugin @acme\/robots 1\.2\.0 /)
      expect(said[index], title).to.match(wrongAnswers[title]![1])
    }
    expect([ada, await hosted.ask('grace')]).to.deep.equal(['ada', 'grace'])
    expect(hosted.printed, 'all in one process').to.deep.equal([])
  })

  for (const [title, [misdeed, says]] of Object.entries(deadlyAnswers)) {
    it(`${title}: who was in flight with them is asked again`, async function () {
      this.timeout(30_000)
      const limits = title === 'loops' ? { questionMs: 1_000 } : {}
      hosted = await hostPlugin(folder.path, { misdeeds: { culprit: misdeed } }, { limits })
      const [ada, culprit] = await hosted.askAll('ada', 'culprit')
      expect(culprit).to.match(/^robots of the plugin @acme\/robots 1\.2\.0 /)
      expect(culprit).to.match(says)
      expect([ada, await hosted.ask('grace')]).to.deep.equal(['ada', 'grace'])
    })
  }

  for (const [what, misdeed] of Object.entries(greed)) {
    it(`fills its memory with ${what}`, async function () {
      this.timeout(60_000)
      const limits = { memoryBytes: 128 * 2 ** 20 }
      hosted = await hostPlugin(folder.path, { misdeeds: { culprit: misdeed } }, { limits })
      const [ada, culprit] = await hosted.askAll('ada', 'culprit')
      expect(culprit).to.equal('robots of the plugin @acme/robots 1.2.0 used more than 128 MB of memory')
      expect([ada, await hosted.ask('grace')]).to.deep.equal(['ada', 'grace'])
    })
  }
})
