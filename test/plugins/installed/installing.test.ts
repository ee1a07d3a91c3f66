import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { loadAdded } from '../../../src/plugins/installed/load-added.ts'
import type { PluginOffer } from '../../../src/records.ts'
import { generatorPackage, type MadeUpPackage, packageTarball } from '../../support/made-up-package.ts'
import { pluginShop } from '../../support/plugin-shop.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('installing a plugin', function () {
  this.timeout(60_000)
  const folder = temporaryFolder()
  const shop = pluginShop()

  const refusal = (wanted: string | MadeUpPackage) => shop.refusal(folder.path, wanted)
  const state = () => shop.state(folder.path)

  it('shows what it adds, asks and sends, and gives each what it depends on in its own version', async () => {
    const { registry } = shop
    for (const version of ['1.0.0', '2.0.0'])
      await registry.publish({ name: 'paint', version, files: { 'index.js': `export default '${version}'` } })
    const painted = (name: string, id: string, version: string) =>
      generatorPackage(name, '1.0.0', id, {
        publisher: 'ada',
        module: `import paint from 'paint'; export default { generate: () => paint }`,
        contribution: { hosts: ['api.example.com'], sends: ['hashed email'] },
        manifest: { dependencies: { paint: version } },
      })
    await registry.publish(painted('@acme/old', 'old', '^1.0.0'))
    const shown: PluginOffer[] = []
    await shop.install(folder.path, '@acme/old@^1.0.0', shown)
    await shop.install(folder.path, painted('@acme/new', 'new', '^2.0.0'))
    expect(shown).to.deep.equal([
      {
        ...{ name: '@acme/old', version: '1.0.0', publisher: 'ada', source: 'registry', warnings: [] },
        contributes: [
          {
            ...{ kind: 'generator', id: 'old', title: 'Made up old', hosts: ['api.example.com'] },
            ...{ sends: ['hashed email'], licence: 'code MIT, pictures CC0-1.0' },
          },
        ],
      },
    ])
    const { plugins } = await loadAdded(folder.path, new Set())
    const drawn = plugins.map(async ({ root }) => {
      const module = (await import(`${root}/generator.js`)) as { default: { generate(): string } }
      return module.default.generate()
    })
    expect(await Promise.all(drawn)).to.deep.equal(['1.0.0', '2.0.0'])

    const { oclif } = JSON.parse(await readFile(folder.join('package.json'), 'utf8')) as {
      oclif: { plugins: Record<string, unknown>[] }
    }
    const [first] = oclif.plugins
    expect(first).to.include({ type: 'user', name: '@acme/old', version: '1.0.0', tag: '^1.0.0' })
    expect(first?.['root']).to.match(/^plugins\/@acme\+old@1\.0\.0-[0-9a-f]{8}\/node_modules\/@acme\/old$/)
  })

  it('runs no install script and fetches no second avatarctl, published or not, and says so', async () => {
    const touch = (name: string) => `touch ${JSON.stringify(folder.join(name))}`
    const scripts = (name: string) => ({ preinstall: touch(name), postinstall: touch(name) })
    await shop.registry.publish({
      ...{ name: 'eager', version: '1.0.0' },
      manifest: { scripts: scripts('dependency-ran') },
    })
    const manifest = {
      scripts: scripts('package-ran'),
      dependencies: { eager: '1.0.0' },
      peerDependencies: { avatarctl: '^0.1.0', '@oclif/core': '*' },
    }
    // A user may have told npm to run scripts.
    await writeFile(folder.join('.npmrc'), 'ignore-scripts=false\n')
    await shop.registry.publish({ name: 'avatarctl', version: '0.1.0' })
    const shown: PluginOffer[] = []
    await shop.registry.publish(generatorPackage('scripted', '1.0.0', 'scripted', { manifest }), {
      deprecated: 'use another one',
    })
    const { plugin } = await shop.install(folder.path, 'scripted', shown)
    expect(shown[0]?.warnings.join(' ')).to.match(
      /against it: use another one.*install scripts.*not run.*avatarctl, @oclif\/core/,
    )
    expect(await readdir(folder.path)).to.not.include.members(['package-ran'])
    expect(await readdir(folder.path)).to.not.include.members(['dependency-ran'])
    expect(await readdir(`${plugin.root}/..`)).to.deep.equal(['.package-lock.json', 'eager', 'scripted'])
  })

  const refused: [title: string, made: MadeUpPackage, says: RegExp][] = [
    ['no key of ours', { name: 'no-plugin', version: '1.0.0' }, /not a plugin of avatarctl/],
    ['a wrong manifest', generatorPackage('wrong', '1.0.0', 'NO'), /generators\[0\]\.id is "NO"/],
    [
      'a need for another version of the tool',
      generatorPackage('later', '1.0.0', 'later', { manifest: { engines: { avatarctl: '^9.0.0' } } }),
      /\^9\.0\.0.*0\.1\.0/,
    ],
    [
      'a generator’s name of ours',
      generatorPackage('thief', '1.0.0', 'initials'),
      /"initials", which @avatarctl\/generator-initials/,
    ],
    [
      'the name of one of ours',
      generatorPackage('@avatarctl/generator-initials', '9.0.0', 'x'),
      /comes with avatarctl/,
    ],
    [
      'a module that is not in it',
      generatorPackage('hollow', '1.0.0', 'hollow', { contribution: { module: './gone.js' } }),
      /gone\.js is not there/,
    ],
    [
      'a dependency that is nowhere',
      generatorPackage('lonely', '1.0.0', 'lonely', { manifest: { dependencies: { nowhere: '1' } } }),
      /no package|lonely/,
    ],
  ]
  for (const [title, made, says] of refused) {
    it(`refuses a package with ${title}, and leaves nothing behind`, async () => {
      const error = await refusal(made)
      expect(error).to.include({ exitCode: 2 })
      expect(error.message).to.match(says)
      expect(await state()).to.deep.equal({ plugins: [], folders: 0 })
    })
  }

  it('refuses what the registry hands out when it is not what the registry says', async () => {
    const tarball = `${shop.registry.url}lied-about/-/lied-about-1.0.0.tgz`
    const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`
    const lied = generatorPackage('lied-about', '1.0.0', 'lied')
    await shop.registry.publish(lied, { dist: { integrity, tarball } })
    expect((await refusal('lied-about')).message).to.contain('is not what it says it is')
    const posing = generatorPackage('posing', '1.0.0', 'posing', { manifest: { name: 'impostor' } })
    await shop.registry.publish(posing, { name: 'posing' })
    expect((await refusal('posing')).message).to.contain('calls itself impostor')
    expect(await state()).to.deep.equal({ plugins: [], folders: 0 })
  })

  it('notes the hash of a tarball, and refuses the same version with other content', async () => {
    const { bytes, integrity } = await packageTarball(generatorPackage('fickle', '1.0.0', 'fickle'))
    await mkdir(folder.join('dist'))
    await writeFile(folder.join('dist/fickle.tgz'), bytes)
    const shown: PluginOffer[] = []
    const { plugin } = await shop.install(folder.path, `file:${folder.join('dist/fickle.tgz')}`, shown)
    expect(shown[0]).to.include({ source: 'tarball', publisher: null })
    expect(plugin).to.include({ version: '1.0.0', integrity })
    expect((await shop.install(folder.path, folder.join('dist/fickle.tgz'))).changed).to.equal(false)
    const other = generatorPackage('fickle', '1.0.0', 'fickle', { colour: 'pink' })
    expect((await refusal(other)).message).to.contain('without a new version')
    expect((await state()).plugins).to.deep.equal(['fickle@1.0.0'])
  })

  it('says that a file with something else in it is no package', async () => {
    for (const text of ['garbage', '']) {
      await writeFile(folder.join('x.tgz'), text)
      expect((await refusal(folder.join('x.tgz'))).message).to.contain('cannot be read as a package')
    }
    expect((await refusal(folder.join('nowhere.tgz'))).message).to.contain('cannot be read')
  })
})
