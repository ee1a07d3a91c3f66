import { expect } from 'chai'
import { generatorPackage } from '../support/made-up-package.ts'
import { pluginShop } from '../support/plugin-shop.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('updating all plugins', function () {
  this.timeout(60_000)
  const folder = temporaryFolder()
  const shop = pluginShop()

  it('keeps the version that works of the one that fails, and updates the others', async () => {
    const publish = (name: string, version: string, manifest = {}) =>
      shop.registry.publish(generatorPackage(`@acme/${name}`, version, name, { manifest }))
    for (const name of ['faulty', 'sound']) {
      await publish(name, '1.0.0')
      await shop.install(folder.path, `@acme/${name}@^1.0.0`)
    }
    await publish('faulty', '1.1.0', { dependencies: { nowhere: '1' } })
    await publish('sound', '1.1.0')
    await publish('sound', '2.0.0')

    const outcomes = await shop.update(folder.path)
    expect(outcomes.map(({ name, outcome }) => [name, outcome])).to.deep.equal([
      ['@acme/faulty', 'failed'],
      ['@acme/sound', 'updated'],
    ])
    const { plugins } = await shop.state(folder.path)
    expect(plugins).to.deep.equal(['@acme/faulty@1.0.0', '@acme/sound@1.1.0'])
    await shop.keep(folder.path, async (store) => {
      for (const plugin of store.added()) expect(await store.isIntact(plugin), plugin.name).to.equal(true)
    })
  })
})
