import { appendFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { activateGenerator } from '../../../src/plugins/activate.ts'
import { readContributions } from '../../../src/plugins/contributions.ts'
import { pluginHosts } from '../../../src/plugins/host/plugin-hosts.ts'
import { loadAdded } from '../../../src/plugins/installed/load-added.ts'
import { repository } from '../../support/command-line.ts'
import { generatorPackage } from '../../support/made-up-package.ts'
import { pluginShop } from '../../support/plugin-shop.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('an installed plugin', function () {
  this.timeout(60_000)
  const folder = temporaryFolder()
  const shop = pluginShop()
  let root = ''
  beforeEach(async () => {
    const dependencies = { stone: '1.0.0' }
    await shop.registry
      .publish({ name: 'stone', version: '1.0.0', files: { 'index.js': '' } })
      .catch(() => undefined)
    const made = generatorPackage('solid', '1.0.0', 'solid', { manifest: { dependencies } })
    root = (await shop.install(folder.path, made)).plugin.root
  })

  const hosts = () =>
    Promise.resolve(
      pluginHosts({ entry: path.join(repository, 'dist/plugin-host.js'), onPrinted: () => undefined }),
    )

  /** The words with which it is refused when it is first used; undefined when it is not. */
  async function refusal(): Promise<string | undefined> {
    const { plugins, problems } = await loadAdded(folder.path, new Set())
    const { generators } = await readContributions(plugins, '0.1.0')
    // Whoever names its generator is told why it is not there.
    for (const problem of problems) expect(problem.generators).to.deep.equal(['solid'])
    if (problems[0]) return `${problems[0].plugin}: ${problems[0].message}`
    return await activateGenerator('solid', generators[0]!.origin, hosts).then(
      () => undefined,
      (error: unknown) => (error as Error).message,
    )
  }

  it('is used as long as it is what was installed', async () => {
    expect(await refusal()).to.equal(undefined)
  })

  const changes: [title: string, change: () => Promise<void>, says: RegExp][] = [
    [
      'its module was changed',
      () => appendFile(path.join(root, 'generator.js'), '//'),
      /solid.*generator\.js was changed/,
    ],
    [
      'a file of what it depends on was changed',
      () => appendFile(path.join(root, '../stone/index.js'), '//'),
      /solid.*stone\/index\.js was changed/,
    ],
    [
      'a file is missing',
      () => rm(path.join(root, '../stone/index.js')),
      /solid.*stone\/index\.js is missing/,
    ],
    ['a file was added', () => writeFile(path.join(root, 'more.js'), ''), /solid.*more\.js was added/],
    [
      'its manifest was changed',
      () => appendFile(path.join(root, 'package.json'), ' '),
      /solid.*package\.json/,
    ],
    [
      'the list of its files was changed',
      () => appendFile(path.join(root, '../../files.json'), ' '),
      /solid.*files\.json was changed/,
    ],
  ]
  it('is refused by its name and the file, before any of it runs, when anything about it was changed', async () => {
    for (const [title, change, says] of changes) {
      await shop.keep(folder.path, (store) => store.drop('solid'))
      root = (await shop.install(folder.path, folder.join('package.tgz'))).plugin.root
      await change()
      expect(await refusal(), title).to.match(says)
    }
  })

  it('is put right by installing it again', async () => {
    await rm(path.join(root, 'generator.js'))
    const { plugin, changed } = await shop.install(folder.path, folder.join('package.tgz'))
    expect(changed).to.equal(true)
    expect(await refusal()).to.equal(undefined)
    expect(plugin.version).to.equal('1.0.0')
  })
})
