import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { repository } from '../../support/command-line.ts'
import { snapshot } from '../../support/company.ts'
import { generatorPackage, packageTarball, writePackage } from '../../support/made-up-package.ts'
import { pluginShop } from '../../support/plugin-shop.ts'
import { mountSmallDisk, noMount, unmount } from '../../support/small-disk.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('an installation that does not come to its end', function () {
  this.timeout(60_000)
  const folder = temporaryFolder()
  const shop = pluginShop()

  /** Puts a package in place and is killed when the list of plugins is about to be written; says what killed it. */
  async function installAndDie(dataFolder: string, name: string): Promise<NodeJS.Signals | null> {
    const from = (module: string) => JSON.stringify(path.join(repository, 'src', module))
    const program = `
      import { installPlugin } from ${from('operations/install-plugin.ts')}
      import { findNpm } from ${from('plugins/installed/npm.ts')}
      import { openPluginStore } from ${from('plugins/installed/store.ts')}
      const npm = () => findNpm(process.env, new AbortController().signal)
      const mustHold = () => process.kill(process.pid, 'SIGKILL')
      const [dataFolder, name] = ${JSON.stringify([dataFolder, name])}
      const store = await openPluginStore({ dataFolder, version: '0.1.0', npm, mustHold })
      const consent = { isTrusted: () => false, confirm: async () => undefined }
      await installPlugin(store, { bundled: new Set(), contributors: new Map() }, { name, consent })`
    const args = ['--import', 'tsx', '--input-type=module', '--eval', program]
    const env = { ...process.env, ...shop.registry.environment }
    const child = spawn(process.execPath, args, { cwd: repository, env, stdio: 'inherit' })
    const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    return signal
  }

  it('leaves the version that works where another one cannot be installed', async () => {
    await shop.install(folder.path, generatorPackage('steady', '1.0.0', 'steady'))
    const before = await snapshot(folder.join('plugins'))
    const manifest = { dependencies: { nowhere: '1' } }
    await shop.refusal(folder.path, generatorPackage('steady', '1.1.0', 'steady', { manifest }))
    expect(await snapshot(folder.join('plugins'))).to.deep.equal(before)
    expect((await shop.state(folder.path)).plugins).to.deep.equal(['steady@1.0.0'])
  })

  it('sweeps away what a killed one has left, and nothing else', async () => {
    await shop.install(folder.path, generatorPackage('tidy', '1.0.0', 'tidy'))
    await mkdir(folder.join('plugins/.staging-x/node_modules'), { recursive: true })
    await mkdir(folder.join('plugins/tidy@0.9.0-00000000'))
    await writeFile(folder.join('.package.json.0a1b2c.tmp'), '{')
    await writeFile(folder.join('notes.txt'), 'mine')
    await shop.keep(folder.path, () => Promise.resolve())
    expect(await shop.state(folder.path)).to.deep.equal({ plugins: ['tidy@1.0.0'], folders: 1 })
    expect(await readdir(folder.path)).to.have.members([
      'notes.txt',
      'package.json',
      'package.tgz',
      'plugins',
    ])
  })

  it('leaves the version that works when it is killed before another one is switched to', async () => {
    await shop.install(folder.path, generatorPackage('steady', '1.0.0', 'steady'))
    await writeFile(
      folder.join('next.tgz'),
      (await packageTarball(generatorPackage('steady', '1.1.0', 'steady'))).bytes,
    )
    expect(await installAndDie(folder.path, folder.join('next.tgz'))).to.equal('SIGKILL')
    expect(await shop.state(folder.path)).to.deep.equal({ plugins: ['steady@1.0.0'], folders: 2 })
    await shop.keep(folder.path, async (store) =>
      expect(await store.isIntact(store.added()[0]!)).to.equal(true),
    )
    expect(await shop.state(folder.path)).to.deep.equal({ plugins: ['steady@1.0.0'], folders: 1 })
    await shop.install(folder.path, folder.join('next.tgz'))
    expect((await shop.state(folder.path)).plugins).to.deep.equal(['steady@1.1.0'])
  })

  it('refuses a package that cannot be unpacked whole, which npm makes nothing of', async () => {
    await writePackage(folder.join('package'), generatorPackage('partial', '1.0.0', 'partial'))
    // One of its files gets a name that no file system takes.
    const rename = `s,other.js,${'x'.repeat(300)},`
    await writeFile(folder.join('package/other.js'), '')
    const args = ['-czf', 'partial.tgz', '--transform', rename, 'package']
    await promisify(execFile)('tar', args, { cwd: folder.path })
    expect((await shop.refusal(folder.path, folder.join('partial.tgz'))).message).to.contain('ENAMETOOLONG')
    expect(await shop.state(folder.path)).to.deep.equal({ plugins: [], folders: 0 })
  })

  it('on a full disk leaves the version that works, and says so', async function () {
    // Reason for skipping: no disk can be mounted.
    if (noMount) this.skip()
    const small = folder.join('small')
    await mountSmallDisk(small, 2_000)
    try {
      await shop.install(small, generatorPackage('steady', '1.0.0', 'steady'))
      const next = generatorPackage('steady', '1.1.0', 'steady')
      next.files!['noise'] = randomBytes(200_000).toString('hex')
      await writeFile(folder.join('next.tgz'), (await packageTarball(next)).bytes)
      // Without room for the list, for the tarball, and for what is in it.
      for (const free of [0, 100, 300]) {
        await writeFile(path.join(small, 'rest'), '')
        const { bavail, bsize } = await statfs(small)
        await writeFile(path.join(small, 'rest'), Buffer.alloc(bavail * bsize - free * 1024))
        const error = await shop.refusal(small, folder.join('next.tgz'))
        expect(error).to.include({ code: 'cannot-write-output' })
        expect(error.message).to.contain('ENOSPC')
        expect(await shop.state(small)).to.deep.equal({ plugins: ['steady@1.0.0'], folders: 1 })
      }
      await rm(path.join(small, 'rest'))
      await shop.install(small, folder.join('next.tgz'))
      expect((await shop.state(small)).plugins).to.deep.equal(['steady@1.1.0'])
    } finally {
      unmount(small)
    }
  })
})
