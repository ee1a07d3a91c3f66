import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { expect } from 'chai'
import { avatarctl } from '../../support/command-line.ts'
import { generatorPackage, writePackage } from '../../support/made-up-package.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

interface Told {
  changed: boolean
  error: { message: string; hint: string }
  problems: { plugin: string; message: string }[]
  plugins: { name: string; kind: string; active: boolean; problem: string | null }[]
}

describe('avatarctl plugins link and unlink', function () {
  this.timeout(60_000)
  const home = temporaryFolder()
  const run = async (...args: string[]) => {
    const ended = await avatarctl([...args, '--json'], { home: home.path })
    return { ...ended, told: ended.json<Told>() }
  }
  const state = async () => {
    const { plugins } = (await run('plugins', 'list')).told
    return plugins.find(({ kind }) => kind === 'linked')
  }

  it('use a folder from where it lies, once; say so when it was moved away, and let it go all the same', async () => {
    await writePackage(home.join('robots'), generatorPackage('@acme/robots', '1.0.0', 'robots'))
    expect((await run('plugins', 'link', 'robots')).told).to.include({ changed: true })
    expect((await run('plugins', 'link', './robots/')).told).to.include({ changed: false })
    expect(await state()).to.include({ name: '@acme/robots', active: true })

    await rename(home.join('robots'), home.join('elsewhere'))
    expect((await state())?.problem).to.contain('robots is not there any more')
    const listed = await run('generators', 'list')
    expect(listed.code).to.equal(0)
    expect(listed.told.problems[0]).to.deep.include({ plugin: '@acme/robots' })
    expect(listed.stderr).to.match(/plugin @acme\/robots is left out: .*not there any more/)

    // A folder of the same name in another place takes its place.
    expect((await run('plugins', 'link', 'elsewhere')).told).to.include({ changed: true })
    expect(await state()).to.include({ active: true })
    expect((await run('plugins', 'uninstall', '@acme/robots')).told.error.hint).to.contain('plugins unlink')
    await rename(home.join('elsewhere'), home.join('gone'))
    expect((await run('plugins', 'unlink', '@acme/robots')).code).to.equal(0)
    expect(existsSync(home.join('gone/generator.js'))).to.equal(true)
    const again = await run('plugins', 'unlink', '@acme/robots')
    expect(again.code).to.equal(2)
    expect(again.told.error.message).to.contain('@acme/robots is not installed')
  })

  it('take no folder that is not there, is empty, or has no plugin of ours', async () => {
    await mkdir(home.join('empty'))
    await writePackage(home.join('other'), { name: 'other', version: '1.0.0' })
    for (const [folder, says] of [
      ['nowhere', /folder nowhere cannot be read/],
      ['empty', /no package\.json that can be read in empty/],
      ['other', /other 1\.0\.0 is not a plugin of avatarctl/],
    ] as const) {
      const { code, told } = await run('plugins', 'link', folder)
      expect(code).to.equal(2)
      expect(told.error.message).to.match(says)
    }
    expect(await state()).to.equal(undefined)
  })
})
