import { writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { AppError } from '../../src/errors.ts'
import { readSettings } from '../../src/settings/settings-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the settings file', () => {
  const folder = temporaryFolder()

  it('need not be there', async () => {
    expect(await readSettings(folder.join('nowhere'))).to.deep.equal({ trustedPlugins: [] })
  })

  it('names plugins that are installed without asking', async () => {
    await writeFile(folder.join('settings.json'), '\ufeff{ "trustedPlugins": ["@acme/*", "robots"] }')
    expect((await readSettings(folder.path)).trustedPlugins).to.deep.equal(['@acme/*', 'robots'])
  })

  const broken: [text: string, says: RegExp][] = [
    ['', /not JSON/],
    ['{ "trustedPlugins": ["x"', /not JSON/],
    ['[]', /no JSON object/],
    ['{ "trusted": [] }', /unknown key "trusted"/],
    ['{ "trustedPlugins": "*" }', /no list of names/],
    ['{ "trustedPlugins": [1] }', /no list of names/],
  ]
  for (const [text, says] of broken) {
    it(`is refused in one sentence that names it, for ${text || 'nothing'}`, async () => {
      await writeFile(folder.join('settings.json'), text)
      const error = await readSettings(folder.path).catch((thrown: unknown) => thrown)
      expect(error).to.be.instanceOf(AppError).and.include({ exitCode: 2 })
      expect((error as AppError).message)
        .to.match(says)
        .and.contain(folder.join('settings.json'))
    })
  }
})
