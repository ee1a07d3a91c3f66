import { writeFile } from 'node:fs/promises'
import type { Person } from '@avatarctl/sdk'
import { expect } from 'chai'
import { AppError } from '../../src/errors.ts'
import { choosesForPeople } from '../../src/settings/chosen-for-people.ts'
import { noSettings } from '../../src/settings/settings.ts'
import { readSettings } from '../../src/settings/settings-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the settings file', () => {
  const folder = temporaryFolder()

  it('need not be there', async () => {
    expect(await readSettings(folder.join('nowhere'))).to.equal(noSettings)
  })

  it('names plugins that are installed without asking', async () => {
    await writeFile(folder.join('settings.json'), '\ufeff{ "trustedPlugins": ["@acme/*", "robots"] }')
    expect((await readSettings(folder.path)).trustedPlugins).to.deep.equal(['@acme/*', 'robots'])
  })

  it('chooses letters for people by e-mail address, however it is written, or id', async () => {
    await writeFile(folder.join('settings.json'), '{ "initials": { "Ada@Example.com": "AK", "7": "x" } }')
    const choose = choosesForPeople(await readSettings(folder.path))
    const somebody: Person = { id: '1', kind: 'person', status: 'enabled', photo: { state: 'missing' } }
    expect(choose({ ...somebody, email: 'ada@example.COM ', initials: 'AL' }).initials).to.equal('AK')
    expect(choose({ ...somebody, id: '7' }).initials).to.equal('x')
    expect(choose({ ...somebody, initials: 'JD' })).to.deep.equal({ ...somebody, initials: 'JD' })
  })

  const broken: [text: string, says: RegExp][] = [
    ['{ "trustedPlugins": ["x"', /line 1: /],
    ['[]', /no list of names with values/],
    ['version: 2\ntrusted: []', /line 2: "trusted" is not known/],
    ['version: 2\n\ngeneratr: initials', /line 3: "generatr" is not known; did you mean "generator"\?/],
    ['{ "trustedPlugins": "*" }', /trustedPlugins is "\*" and must be a list/],
    ['{ "trustedPlugins": [1] }', /trustedPlugins\[1\] is 1 and must be text/],
    ['{ "initials": ["AK"] }', /initials is no list of letters/],
    ['{ "initials": { "ada@example.com": " " } }', /initials is " ", which is not right/],
    ['version: 3', /version 3, and this avatarctl knows 2/],
    ['size: big', /line 1: size is "big" and must be a whole number/],
    [
      'connections:\n  main:\n    typ: folder',
      /line 3: "typ" is not known in connections.main; did you mean "type"/,
    ],
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
