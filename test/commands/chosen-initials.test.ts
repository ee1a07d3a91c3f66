import { mkdir, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('letters that the settings choose for somebody', () => {
  const home = temporaryFolder()
  const run = async <T>(...args: string[]) => {
    const { code, stderr, json } = await avatarctl([...args, '--json'], { home: home.path })
    expect(code, stderr).to.equal(0)
    return json<T>()
  }

  it('are drawn by generate and sync, and make nobody else’s picture out of date', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    await run('sync', '-d', 'folder:company')
    await mkdir(home.join('config'))
    await writeFile(home.join('config', 'settings.json'), '{ "initials": { "ADA@example.com": "AK" } }')

    const { people } = await run<{ people: { id: string; photo: { owner: string } }[] }>(
      ...['list', '-d', 'folder:company', '--photo', 'own'],
    )
    expect(people.map(({ id, photo }) => [id, photo.owner])).to.deep.equal([
      ['1', 'own-outdated'],
      ['3', 'own-current'],
    ])
    const { files } = await run<{ files: { label: string }[] }>(
      ...['generate', '--from', 'company/people.csv', '-g', 'initials', '-o', 'faces'],
    )
    expect(files.map(({ label }) => label)).to.include.members(['AK', 'ŁO'])
    const { changes } = await run<{ changes: { person: { id: string }; action: string }[] }>(
      ...['sync', '-d', 'folder:company'],
    )
    expect(
      changes.filter(({ action }) => action !== 'skip').map(({ person, action }) => [person.id, action]),
    ).to.deep.equal([['1', 'refresh']])
  })
})
