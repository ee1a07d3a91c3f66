import { expect } from 'chai'
import { paintedByTheTool, theToolMustDrawGolden } from '../support/golden-tool.ts'
import { fontconfigWithoutFonts, noHiding, whereFontsAreHidden, whoHasLetters } from '../support/no-fonts.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the golden pictures, drawn by the tool', () => {
  const home = temporaryFolder()

  it('are the same in a process of its own, with another language and time zone', async () => {
    await theToolMustDrawGolden({ home: home.path })
  })

  describe('without a font on this machine', () => {
    let usual: ReturnType<typeof paintedByTheTool> | undefined
    const painted = (start: Partial<Parameters<typeof paintedByTheTool>[0]> = {}) =>
      paintedByTheTool({ home: home.path, ...start })

    it('are the same as PNG and on a contact sheet, where fontconfig finds none', async () => {
      const env = await fontconfigWithoutFonts(home.join('fonts'))
      expect(whoHasLetters(undefined, env).sharp, 'letters of this machine').to.equal(false)
      expect(await painted({ env })).to.deep.equal(await (usual ??= painted()))
    })

    it(`are the same in every form, where their folders are empty${noHiding ? ` (skipped: ${noHiding})` : ''}`, async function () {
      if (noHiding !== undefined) this.skip()
      const startedBy = whereFontsAreHidden
      expect(whoHasLetters(startedBy)).to.deep.equal({ canvas: false, sharp: false })
      await theToolMustDrawGolden({ home: home.path, startedBy })
      expect(await painted({ startedBy })).to.deep.equal(await (usual ??= painted()))
    })
  })
})
