import { writeFile } from 'node:fs/promises'
import type { Person } from '@avatarctl/sdk'
import { expect } from 'chai'
import { AppError } from '../../src/errors.ts'
import { choosesInitials } from '../../src/settings/chosen-initials.ts'
import { readSettings } from '../../src/settings/settings-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the settings file', () => {
  const folder = temporaryFolder()

  it('need not be there', async () => {
    expect(await readSettings(folder.join('nowhere'))).to.deep.equal({ trustedPlugins: [], initials: {} })
  })

  it('names plugins that are installed without asking', async () => {
    await writeFile(folder.join('settings.json'), '\ufeff{ "trustedPlugins": ["@acme/*", "robots"] }')
    expect((await readSettings(folder.path)).trustedPlugins).to.deep.equal(['@acme/*', 'robots'])
  })

  it('chooses letters for people by e-mail address, however it is written, or id', async () => {
    await writeFile(folder.join('settings.json'), '{ "initials": { "Ada@Example.com": "AK", "7": "x" } }')
    const choose = choosesInitials(await readSettings(folder.path))
    const somebody: Person = { id: '1', kind: 'person', status: 'enabled', photo: { state: 'missing' } }
    expect(choose({ ...somebody, email: 'ada@example.COM ', initials: 'AL' }).initials).to.equal('AK')
    expect(choose({ ...somebody, id: '7' }).initials).to.equal('x')
    expect(choose({ ...somebody, initials: 'JD' })).to.deep.equal({ ...somebody, initials: 'JD' })
  })

  const broken: [text: string, says: RegExp][] = [
    ['', /not JSON/],
    ['{ "trustedPlugins": ["x"', /not JSON/],
    ['[]', /no JSON object/],
    ['{ "trusted": [] }', /unknown key "trusted"/],
    ['{ "trustedPlugins": "*" }', /no list of names/],
    ['{ "trustedPlugins": [1] }', /no list of names/],
    ['{ "initials": ["AK"] }', /initials is no list of letters/],
    ['{ "initials": { "ada@example.com": " " } }', /initials is no list of letters/],
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
