import { execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import schema from '../../schema/settings.schema.json' with { type: 'json' }
import { readSettings } from '../../src/settings/settings-file.ts'
import { avatarctl, repository } from '../support/command-line.ts'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the example in docs/settings.md', () => {
  const home = temporaryFolder()

  beforeEach(async () => {
    const page = await readFile(path.join(repository, 'docs/settings.md'), 'utf8')
    const [, example = ''] = /```yaml\n([^]*?)```/.exec(page) ?? []
    await mkdir(home.join('config'))
    await writeFile(home.join('config', 'settings.yaml'), example)
  })

  it('has every setting that there is, each at least once', async () => {
    const { connections, ...settings } = await readSettings(home.join('config'))
    const { archive } = connections
    const { $schema: _, version: __, ...properties } = schema.properties
    expect(Object.keys({ ...archive, ...settings, connections })).to.include.members(Object.keys(properties))
    expect(archive).to.include({ type: 'folder', size: 256 }).and.deep.include({ exclude: [] })
    for (const one of Object.values({ ...settings, connections })) expect(one).to.not.deep.equal([])
  })

  it('works', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    const { code, stderr, json } = await avatarctl(
      ['sync', '-d', 'folder:company', '--dry-run', '--max-changes', '100%', '--json'],
      { home: home.path },
    )
    expect(code, stderr).to.equal(0)
    expect(json<{ summary: { planned: number } }>().summary.planned).to.equal(2)
  })
})

describe('the schema of the settings', () => {
  it('is published with the tool, under the address that a new file names', () => {
    const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      ...{ cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    })
    const [{ name, files }] = JSON.parse(packed) as [{ name: string; files: { path: string }[] }]
    const file = 'schema/settings.schema.json'
    expect(files.map((one) => one.path)).to.include(file)
    expect(schema.$id).to.equal(`https://unpkg.com/${name}/${file}`)
  })
})
