import { expect } from 'chai'
import { chmod, mkdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { everybody, failure, open, png, practice, signal, write, type Practice } from './practice.ts'

const isRoot = process.getuid?.() === 0

describe('a folder as a directory', () => {
  let here: Practice
  beforeEach(async () => void (here = await practice(['1', '2'])))
  afterEach(() => here.discard())

  it('is known by its real path', async () => {
    const link = path.join(here.folder, 'link')
    await symlink(here.folder, link, 'junction')
    const account = await realpath(here.folder)
    expect((await open(link)).identity).to.deep.equal({ service: 'folder', account })
  })

  it('has to have exactly one list of people', async () => {
    await writeFile(path.join(here.folder, 'people.csv'), 'name\nAnn')
    const both = await failure(here.open())
    expect(both).to.include({ kind: 'unusable', outcome: 'not-applied' })
    expect(both.message).to.contain('people.csv').and.contain('people.json')

    await rm(path.join(here.folder, 'people.json'))
    expect(await everybody(await here.open())).to.have.length(1)

    await rm(path.join(here.folder, 'people.csv'))
    const none = await failure(here.open())
    expect(none.kind).to.equal('unusable')
    expect(none.hint).to.contain('people.csv')

    await mkdir(path.join(here.folder, 'people.csv'))
    expect((await failure(here.open())).message).to.contain('not an ordinary file')
  })

  it('has to be there, and a folder', async () => {
    expect((await failure(open(path.join(here.folder, 'none')))).message).to.contain('no folder')
    expect((await failure(open(path.join(here.folder, 'people.json')))).message).to.contain('not a folder')
    expect((await failure(open(''))).kind).to.equal('unusable')
  })

  it('without photos/ has people without photos, and gets it with the first photo', async () => {
    await rm(path.join(here.folder, 'photos'), { recursive: true })
    const directory = await here.open()
    await directory.check('write', signal)
    expect((await everybody(directory)).map(({ photo }) => photo)).to.deep.equal([
      { state: 'missing' },
      { state: 'missing' },
    ])
    await write(directory, '1', png)
    expect(await here.photos()).to.deep.equal(['1.png'])
  })

  it('whose photos/ is a link to nowhere, or a file, says nothing about who has a photo', async () => {
    const photos = path.join(here.folder, 'photos')
    await rm(photos, { recursive: true })
    await symlink(path.join(here.folder, 'unmounted'), photos)
    expect((await failure(everybody(await here.open()))).kind).to.equal('unavailable')
    await rm(photos)
    await writeFile(photos, '')
    const directory = await here.open()
    expect((await failure(everybody(directory))).kind).to.equal('unusable')
    expect((await failure(write(directory, '1', png))).kind).to.equal('unusable')
    expect((await failure(directory.check('write', signal))).kind).to.equal('unusable')
  })

  it('whose photos/ vanishes says so, instead of that nobody has a photo', async () => {
    await here.put('1.png', png.bytes)
    const directory = await here.open()
    await everybody(directory)
    await rm(path.join(here.folder, 'photos'), { recursive: true })
    expect((await failure(write(directory, '1', png))).kind).to.equal('unavailable')
  })

  it('is checked without a change', async () => {
    const directory = await here.open()
    await directory.check('read', signal)
    await directory.check('write', signal)
    expect(await here.photos()).to.deep.equal([])
    await writeFile(path.join(here.folder, 'people.json'), 'x')
    expect((await failure(directory.check('read', signal))).kind).to.equal('unusable')
  })

  if (!isRoot && process.platform !== 'win32') {
    it('that may not be written is forbidden, with a hint', async () => {
      const photos = path.join(here.folder, 'photos')
      const directory = await here.open()
      await chmod(photos, 0o555)
      const errors = [
        await failure(directory.check('write', signal)),
        await failure(write(directory, '1', png)),
      ]
      await chmod(photos, 0o755)
      for (const error of errors) {
        expect(error).to.include({ kind: 'forbidden', outcome: 'not-applied', code: 'EACCES' })
        expect(error.hint).to.be.a('string')
      }
    })

    it('whose photos may not be listed is forbidden', async () => {
      const photos = path.join(here.folder, 'photos')
      for (const mode of [0o000, 0o444]) {
        await chmod(photos, mode)
        const error = await failure((await here.open()).check('read', signal))
        await chmod(photos, 0o755)
        expect(error.kind).to.equal('forbidden')
      }
    })
  }
})
