import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readPhotoFolder, readPhotoMap, readWithin } from '../src/index.ts'

describe('a folder of photos', () => {
  let around: string
  let folder: string
  beforeEach(async () => {
    around = await realpath(await mkdtemp(path.join(tmpdir(), 'photo-files-')))
    folder = path.join(around, 'photos')
    await mkdir(folder)
  })
  afterEach(() => rm(around, { recursive: true }))

  async function put(...names: string[]) {
    for (const name of names) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
      await writeFile(path.join(folder, name), 'bytes')
    }
  }
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error as Error,
    )
  const { signal } = new AbortController()

  it('has images in it and in the folders below, whatever their endings are written like', async () => {
    await put('b.JPG', 'a.png', 'Paris/c.jpeg', 'Paris/Lyon/d.HEIC', 'jane.doe@example.org.webp')
    const { root, files } = await readPhotoFolder(folder)
    expect(root).to.equal(folder)
    expect(files.map(({ name, label }) => [name, label])).to.deep.equal([
      ['Paris/Lyon/d.HEIC', 'd'],
      ['Paris/c.jpeg', 'c'],
      ['a.png', 'a'],
      ['b.JPG', 'b'],
      ['jane.doe@example.org.webp', 'jane.doe@example.org'],
    ])
  })

  it('says what was passed over, and nothing of what systems leave behind', async () => {
    await put(
      'a.png',
      'people.csv',
      '.hidden.jpg',
      '.git/a.jpg',
      '._a.png',
      'Thumbs.db',
      'desktop.ini',
      '.DS_Store',
    )
    await put('__MACOSX/._a.png', '__MACOSX/b.png', '@eaDir/a.png/SYNOPHOTO_THUMB.jpg')
    const { files, passedOver } = await readPhotoFolder(folder)
    expect(files.map(({ name }) => name)).to.deep.equal(['a.png'])
    expect(passedOver).to.deep.equal([{ name: 'people.csv', why: 'it is no image by its name' }])
  })

  it('has links to files inside, and none out of it or to folders', async () => {
    await put('a.png', 'sub/b.png')
    await writeFile(path.join(around, 'secret.png'), 'secret')
    await symlink('a.png', path.join(folder, 'c.png'))
    await symlink('../secret.png', path.join(folder, 'd.png'))
    await symlink('nowhere.png', path.join(folder, 'e.png'))
    await symlink('sub', path.join(folder, 'again'))
    await symlink('..', path.join(folder, 'up.png'))
    execFileSync('mkfifo', [path.join(folder, 'pipe.png')])
    const { files, passedOver } = await readPhotoFolder(folder)
    expect(files.map(({ name, path: place }) => [name, path.relative(folder, place)])).to.deep.equal([
      ['a.png', 'a.png'],
      ['c.png', 'a.png'],
      ['sub/b.png', path.join('sub', 'b.png')],
    ])
    expect(passedOver).to.deep.equal([
      { name: 'd.png', why: 'it leads out of the folder' },
      { name: 'e.png', why: 'it leads nowhere' },
      { name: 'pipe.png', why: 'it is no file' },
      { name: 'up.png', why: 'it leads out of the folder' },
    ])
  })

  it('that is not there, or is none, is named', async () => {
    await put('a.png')
    expect(await failure(readPhotoFolder(path.join(around, 'none')))).to.include({
      ...{ kind: 'unusable', message: `There is no folder ${path.join(around, 'none')}.` },
    })
    expect(await failure(readPhotoFolder(path.join(folder, 'a.png')))).to.include({
      ...{ kind: 'unusable', message: `${path.join(folder, 'a.png')} is not a folder.` },
    })
  })

  describe('is read', () => {
    it('with the time of its last change', async () => {
      await put('a.png')
      const { bytes, modified } = await readWithin(folder, path.join(folder, 'a.png'))
      expect(Buffer.from(bytes).toString()).to.equal('bytes')
      expect(Date.now() - Date.parse(modified)).to.be.below(60_000)
    })

    it('inside only, whatever has come in the place of a file since', async () => {
      await put('a.png')
      await writeFile(path.join(around, 'secret.png'), 'secret')
      await rm(path.join(folder, 'a.png'))
      await symlink('../secret.png', path.join(folder, 'a.png'))
      const told = async (name: string) =>
        (await failure(readWithin(folder, path.join(folder, name))))?.message
      expect(await told('a.png')).to.equal('leads out of the folder')
      expect(await told('../secret.png')).to.equal('leads out of the folder')
      expect(await told('gone.png')).to.equal('is not there any more')
      await writeFile(path.join(folder, 'empty.png'), '')
      expect(await told('empty.png')).to.equal('is empty')
      execFileSync('mkfifo', [path.join(folder, 'pipe.png')])
      expect(await told('pipe.png')).to.equal('is no file')
    })
  })

  describe('with a table', () => {
    const table = () => path.join(around, 'map.csv')

    it('has the photos that the table names', async () => {
      await put('IMG 1.jpg', 'sub/IMG_2.jpg')
      await writeFile(
        table(),
        '\ufeffFile;Person\nIMG 1.jpg;ada@example.org\nsub/IMG_2.jpg;"Müller, Jan"\n;x\nIMG_3.jpg;101\n',
      )
      const { files, unusable } = await readPhotoMap(table(), { folder, signal })
      expect(files.map(({ name, label }) => [name, label])).to.deep.equal([
        ['IMG 1.jpg', 'ada@example.org'],
        ['sub/IMG_2.jpg', 'Müller, Jan'],
      ])
      expect(unusable).to.deep.equal([
        { line: 4, person: 'x', file: '', why: 'a value is missing' },
        { line: 5, person: '101', file: 'IMG_3.jpg', why: 'there is no such file' },
      ])
    })

    it('has none from outside of the folder, which without a word is that of the table', async () => {
      await put('a.jpg')
      await writeFile(path.join(around, 'secret.jpg'), 'secret')
      await symlink('../secret.jpg', path.join(folder, 'link.jpg'))
      await writeFile(
        table(),
        `person,file\n1,../secret.jpg\n2,${around}/secret.jpg\n3,link.jpg\n4,a.jpg\n5,.\n6,../none.jpg\n`,
      )
      const inside = await readPhotoMap(table(), { folder, signal })
      expect(inside.files.map(({ name }) => name)).to.deep.equal(['a.jpg'])
      expect(inside.unusable.map(({ why }) => why)).to.deep.equal(Array(5).fill('it leads out of the folder'))
      await writeFile(table(), 'person,file\n1,photos/a.jpg\n2,secret.jpg\n')
      expect((await readPhotoMap(table(), { signal })).files).to.have.length(2)
    })

    it('that is none is named', async () => {
      await writeFile(table(), 'who is it,what\n1,2\n')
      expect(await failure(readPhotoMap(table(), { folder, signal }))).to.include({
        ...{
          kind: 'unusable',
          message: `${table()}, line 1: the columns person and file are needed; there are who is it, what.`,
        },
      })
      await writeFile(table(), '')
      expect((await failure(readPhotoMap(table(), { folder, signal })))?.message).to.include(
        'nothing is there',
      )
      expect((await failure(readPhotoMap(path.join(around, 'no.csv'), { signal })))?.message).to.include(
        'There is no file',
      )
    })
  })
})
