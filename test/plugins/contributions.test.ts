import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { type InstalledPlugin, readContributions } from '../../src/plugins/contributions.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const generator = {
  ...{ id: 'robots', title: 'Robots', description: 'A robot', module: './generator.js', produces: 'artwork' },
  ...{ revision: 1, deterministic: true, hosts: [], sends: [], licence: { code: 'MIT' } },
}

describe('what plugins contribute', () => {
  const folder = temporaryFolder()

  /** A plugin's folder, whose module throws as soon as anybody imports it. */
  async function plugin(
    name: string,
    manifest: unknown,
    more: Record<string, unknown> = {},
  ): Promise<InstalledPlugin> {
    const root = folder.join(name)
    await mkdir(root, { recursive: true })
    await writeFile(path.join(root, 'generator.js'), 'throw new Error("imported")')
    const pjson = { name, version: '1.0.0', engines: { avatarctl: '^1.0.0' }, avatarctl: manifest, ...more }
    return { name, version: '1.0.0', root, type: 'user', pjson }
  }
  const contributing = (...generators: unknown[]) => ({ contributes: { generators } })

  it('is read from package.json, and no code of the plugin is loaded', async () => {
    const found = await readContributions([await plugin('robots', contributing(generator))], '1.2.3')
    expect(found.problems).to.deep.equal([])
    expect(found.generators[0]).to.include({ id: 'robots', title: 'Robots' })
    expect(found.generators[0]?.origin).to.include({ plugin: 'robots', version: '1.0.0', bundled: false })
  })

  it('passes over packages that have nothing to do with us', async () => {
    const other = { ...(await plugin('other', undefined)), pjson: { name: 'other' } }
    expect(await readContributions([other], '1.0.0')).to.deep.equal({
      generators: [],
      directories: [],
      problems: [],
    })
  })

  const wrong: [title: string, manifest: unknown, more: Record<string, unknown>, says: RegExp][] = [
    ['no engines', contributing(generator), { engines: {} }, /engines\.avatarctl/],
    [
      'another version of the tool',
      contributing(generator),
      { engines: { avatarctl: '^2.0.0' } },
      /\^2\.0\.0.*1\.2\.3/,
    ],
    ['a manifest that is a string', 'generators', {}, /must be object/],
    ['an unknown key', { contributes: { generatorz: [] } }, {}, /unknown key "generatorz"/],
    ['a missing title', contributing({ ...generator, title: undefined }), {}, /title/],
    ['an id with a path in it', contributing({ ...generator, id: '../x' }), {}, /id/],
    ['a wrong kind of picture', contributing({ ...generator, produces: 'nft' }), {}, /artwork, photo/],
    [
      'a module that is not there',
      contributing({ ...generator, module: './gone.js' }),
      {},
      /gone\.js is not there/,
    ],
    [
      'a module outside its folder',
      contributing({ ...generator, module: './../robots2/generator.js' }),
      {},
      /outside/,
    ],
  ]
  for (const [title, manifest, more, says] of wrong) {
    it(`reports ${title} with the plugin's name, and keeps every other plugin`, async () => {
      const good = await plugin('robots2', contributing({ ...generator, id: 'good' }))
      const bad = await plugin('bad', JSON.parse(JSON.stringify(manifest)), more)
      const found = await readContributions([bad, good], '1.2.3')
      expect(found.generators.map(({ id }) => id)).to.deep.equal(['good'])
      expect(found.problems).to.have.length(1)
      expect(found.problems[0]?.plugin).to.equal('bad')
      expect(found.problems[0]?.message).to.match(says)
    })
  }

  it('refuses a module that a link leads outside', async () => {
    const bad = await plugin('bad', contributing({ ...generator, module: './link.js' }))
    await writeFile(folder.join('outside.js'), '')
    await symlink(folder.join('outside.js'), path.join(bad.root, 'link.js'))
    expect((await readContributions([bad], '1.2.3')).problems[0]?.message).to.match(/outside/)
  })

  it('lets no installed plugin take an id from a bundled one, whichever comes first', async () => {
    const bundled = { ...(await plugin('ours', contributing(generator))), type: 'core' }
    const thief = await plugin('thief', contributing(generator))
    const found = await readContributions([thief, bundled], '1.2.3')
    expect(found.generators.map(({ origin }) => origin.plugin)).to.deep.equal(['ours'])
    expect(found.problems[0]).to.deep.include({ plugin: 'thief' })
    expect(found.problems[0]?.message).to.contain('ours')
  })

  it('takes all of a plugin or nothing of it', async () => {
    const half = await plugin(
      'half',
      contributing({ ...generator, id: 'a' }, { ...generator, id: 'b', module: './gone.js' }),
    )
    expect((await readContributions([half], '1.2.3')).generators).to.deep.equal([])
  })
})
