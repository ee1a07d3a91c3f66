import { chmod, readdir, writeFile } from 'node:fs/promises'
import type { Person } from '@avatarctl/sdk'
import { expect } from 'chai'
import { choosesForPeople } from '../../src/settings/chosen-for-people.ts'
import { preferencesFor } from '../../src/settings/preferences.ts'
import { noSettings } from '../../src/settings/settings.ts'
import { placeInSettings, readSettings } from '../../src/settings/settings-file.ts'
import { snapshot } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the settings file', () => {
  const folder = temporaryFolder()
  const write = (text: string | Buffer, name = 'settings.yaml') => writeFile(folder.join(name), text)
  const read = () => readSettings(folder.path)

  it('need not be there', async () => {
    expect(await readSettings(folder.join('nowhere'))).to.equal(noSettings)
  })

  it('may be empty, or say nothing', async () => {
    for (const text of ['', '\n', '# later\n', '---\n', 'null', '{}', '\ufeff']) {
      await write(text)
      expect(await read(), JSON.stringify(text)).to.deep.equal(noSettings)
    }
  })

  const texts = {
    'settings.yaml': 'size: 64\nexclude:\n  - department=Robots\n',
    'settings.yml': 'size: 64\nexclude: [department=Robots]',
    'settings.json': '{\n\t"size": 64,\n\t"exclude": ["department=Robots"]\n}\n',
  }
  for (const [name, text] of Object.entries(texts))
    it(`may be ${name}`, async () => {
      await write(text, name)
      expect(await read())
        .to.include({ size: 64 })
        .and.deep.include({ exclude: ['department=Robots'] })
    })

  const wide = 'people: { ada@example.com: { name: Ада } }'
  const forms: Record<string, Buffer> = {
    'UTF-8 with its mark': Buffer.from(`\ufeff${wide}`),
    'UTF-16 of Windows': Buffer.from(`\ufeff${wide}`, 'utf16le'),
    'UTF-16 the other way round': Buffer.from(`\ufeff${wide}`, 'utf16le').swap16(),
  }
  for (const [form, bytes] of Object.entries(forms))
    it(`may be in ${form}`, async () => {
      await write(bytes)
      expect((await read()).people).to.deep.equal({ 'ada@example.com': { name: 'Ада' } })
    })

  it('may say something once and use it in several places', async () => {
    await write(
      'groups:\n  - &brand { where: name=A*, generator: initials }\n  - { <<: *brand, where: name=B* }',
    )
    expect((await read()).groups.map(({ where, generator }) => [...where, generator])).to.deep.equal([
      ['name=A*', 'initials'],
      ['name=B*', 'initials'],
    ])
  })

  it('takes one generator or several, as a text or as a list; the same of conditions and directories', async () => {
    await write('generator: [gravatar, initials]\ngroups: [{ where: [name=A, id=1] }]\ndirectory: [a, b]')
    const { generator, groups, directory } = await read()
    expect({ generator, where: groups[0]?.where, directory }).to.deep.equal({
      ...{ generator: 'gravatar,initials', where: ['name=A', 'id=1'], directory: 'a,b' },
    })
  })

  it('takes ids for text, whatever number they look like', async () => {
    await write('people:\n  0012: { initials: A }\n  1e3: { initials: B }\n  true: { initials: C }')
    expect(Object.keys((await read()).people)).to.deep.equal(['0012', '1e3', 'true'])
  })

  it('chooses letters and names for people by e-mail address, however it is written, or id', async () => {
    await write('people: { Ada@Example.com: { initials: AK }, "7": { initials: x, name: Joan Clarke } }')
    const choose = choosesForPeople(await read())
    const somebody: Person = { id: '1', kind: 'person', status: 'enabled', photo: { state: 'missing' } }
    expect(choose({ ...somebody, email: 'ada@example.COM ', initials: 'AL' }).initials).to.equal('AK')
    expect(choose({ ...somebody, id: '7', firstName: 'J', lastName: 'C' })).to.deep.equal({
      ...{ ...somebody, id: '7', initials: 'x', name: 'Joan Clarke' },
    })
    expect(choose({ ...somebody, initials: 'JD' })).to.deep.equal({ ...somebody, initials: 'JD' })
  })

  it('of the first version has its letters at the top; whoever only reads it leaves it as it is', async () => {
    await write('{ "trustedPlugins": ["@acme/*"], "initials": { "ada@example.com": "AK" } }', 'settings.json')
    const before = await snapshot(folder.path)
    const { people, trustedPlugins } = await read()
    expect({ people, trustedPlugins }).to.deep.equal({
      ...{ people: { 'ada@example.com': { initials: 'AK' } }, trustedPlugins: ['@acme/*'] },
    })
    expect(await snapshot(folder.path)).to.deep.equal(before)
  })

  it('is only read: the folder may be one that nobody can write to', async () => {
    await write('size: 64')
    await chmod(folder.path, 0o500)
    expect(await read()).to.include({ size: 64 })
    expect(await readdir(folder.path)).to.deep.equal(['settings.yaml'])
    await chmod(folder.path, 0o700)
  })

  it('says where something stands, by file and line', async () => {
    await write('size: 64\n\nconnections:\n  main:\n    type: folder\n    groups:\n      - where: name=A\n')
    const place = (...way: (string | number)[]) => placeInSettings(folder.path, way)
    const file = folder.join('settings.yaml')
    expect(await place('connections', 'main', 'type')).to.equal(`connections.main.type in ${file}, line 5`)
    expect(await place('connections', 'main', 'groups', 0, 'where')).to.match(
      /groups\[1\]\.where in .*, line 7$/,
    )
    expect(await place('connections', 'main', 'nothing')).to.match(/line 4$/)
  })

  describe('says what holds for a connection:', () => {
    const text = `
size: 64
exclude: [name=A]
generatorOptions: { initials: { palette: calm, shape: circle } }
groups: [{ where: name=B }]
connections:
  plain: { type: folder }
  own:
    type: folder
    size: 128
    exclude: [name=C]
    generatorOptions: { initials: { palette: vivid } }
    groups: [{ where: name=D }]
  none: { type: folder, exclude: [], groups: [] }
`
    const held = async (connection?: string) => {
      await write(text)
      const { size, exclude, generatorOptions, groups } = preferencesFor(await read(), connection)
      return {
        size,
        exclude,
        options: generatorOptions['initials'],
        groups: groups.map(({ where }) => where[0]),
      }
    }
    const atTop = {
      ...{ size: 64, exclude: ['name=A'], options: { palette: 'calm', shape: 'circle' }, groups: ['name=B'] },
    }

    it('what stands at the top, where it says nothing itself', async () => {
      expect(await held('plain')).to.deep.equal(atTop)
    })

    it('what it says itself; its options and lists are joined to those at the top', async () => {
      expect(await held('own')).to.deep.equal({
        ...{ size: 128, exclude: ['name=C', 'name=A'], options: { palette: 'vivid', shape: 'circle' } },
        groups: ['name=D', 'name=B'],
      })
    })

    it('nothing, where it has an empty list', async () => {
      expect(await held('none')).to.deep.equal({ ...atTop, exclude: [], groups: [] })
    })

    it('what stands at the top, for whatever is no connection', async () => {
      for (const name of [undefined, 'folder:company', 'constructor', '__proto__'])
        expect(await held(name), name).to.deep.equal(atTop)
    })
  })
})
