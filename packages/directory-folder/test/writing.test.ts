import { expect } from 'chai'
import { link, lstat, rm, symlink, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { temporaryPrefix } from '../src/photo-names.ts'
import {
  failure,
  GIF,
  gif,
  JPEG,
  jpeg,
  named,
  OTHER_PNG,
  photoOf,
  PNG,
  png,
  practice,
  signal,
  write,
  type Practice,
} from './practice.ts'

describe('writing photos', () => {
  let here: Practice
  beforeEach(async () => void (here = await practice(['1', '2', 'ann@x.com'])))
  afterEach(() => here.discard())

  it('serves what was written, and leaves nothing else behind', async () => {
    const directory = await here.open()
    await write(directory, '1', png)
    expect((await photoOf(directory, '1')).bytes).to.deep.equal(PNG)
    await write(directory, '1', { bytes: OTHER_PNG, mediaType: 'image/png' })
    expect((await photoOf(directory, '1')).bytes).to.deep.equal(OTHER_PNG)
    expect(await here.photos()).to.deep.equal(['1.png'])
    const mode = async (name: string) => (await lstat(path.join(here.folder, name))).mode
    expect(await mode('photos/1.png')).to.equal(await mode('people.json'))
  })

  it('replaces a photo of any type by one of any other', async () => {
    const directory = await here.open()
    const photos = { png, jpg: jpeg, gif }
    for (const from of ['png', 'jpg', 'gif', 'jpeg'] as const) {
      for (const [to, photo] of Object.entries(photos)) {
        await here.put(`1.${from}`, 'an old photo')
        await write(directory, '1', photo)
        expect((await photoOf(directory, '1')).bytes).to.deep.equal(photo.bytes)
        const name = from === 'jpeg' && to === 'jpg' ? '1.jpeg' : `1.${to}`
        expect(await here.photos()).to.deep.equal([name])
        await rm(path.join(here.folder, 'photos', name))
      }
    }
  })

  it('gives a restored photo its old name back, whatever took its place', async () => {
    for (const name of ['1.png', '1.JPG', '1.Jpeg', '1.GIF']) {
      await here.put(name, JPEG)
      const directory = await here.open()
      const original = await photoOf(directory, '1')
      for (const avatar of [png, gif, jpeg]) await write(directory, '1', avatar)
      await write(directory, '1', original)
      expect(await photoOf(directory, '1')).to.deep.equal(original)
      expect(await here.photos()).to.deep.equal([name])
      await rm(path.join(here.folder, 'photos', name))
    }
    await here.put('ann%40x.com.jpg', '')
    const directory = await here.open()
    const original = await photoOf(directory, 'ann@x.com')
    const version = original.version
    await directory.removePhoto!(named('ann@x.com'), { ifVersion: version, signal })
    await write(directory, 'ann@x.com', original)
    expect(await here.photos()).to.deep.equal(['ann%40x.com.jpg'])
  })

  it('ignores a name that is not one of the person’s', async () => {
    const directory = await here.open()
    const names = [
      '../../outside.png',
      '..\\outside.png',
      '/outside.png',
      'a\0b.png',
      'n'.repeat(300),
      '',
      '2.png',
      '1.txt',
      '1.png.tmp',
    ]
    for (const name of names) {
      await write(directory, '1', { ...png, name })
      expect(await here.photos()).to.deep.equal(['1.png'])
    }
  })

  it('never touches another photo of the person that is not shown', async () => {
    await here.put('1.png', PNG)
    await here.put('1.jpg', 'somebody chose this')
    const directory = await here.open()
    await write(directory, '1', jpeg)
    expect((await photoOf(directory, '1')).bytes).to.deep.equal(JPEG)
    await write(directory, '1', gif)
    expect((await photoOf(directory, '1')).bytes).to.deep.equal(GIF)
    expect(await readFile(path.join(here.folder, 'photos', '1.jpg'), 'utf8')).to.equal('somebody chose this')
    const { version } = await photoOf(directory, '1')
    const error = await failure(directory.removePhoto!(named('1'), { ifVersion: version, signal }))
    expect(error).to.include({ kind: 'rejected', outcome: 'not-applied' })
    expect(error.message).to.contain('1.jpg')
    expect((await photoOf(directory, '1')).bytes).to.deep.equal(GIF)
  })

  it('replaces a link, and never what it leads to', async () => {
    await here.put('2.png', PNG)
    await symlink('2.png', path.join(here.folder, 'photos', '1.png'))
    const directory = await here.open()
    await write(directory, '1', { bytes: OTHER_PNG, mediaType: 'image/png' })
    expect((await photoOf(directory, '1')).bytes).to.deep.equal(OTHER_PNG)
    expect((await photoOf(directory, '2')).bytes).to.deep.equal(PNG)
  })

  it('fails with "changed" when the photo is not the one that was read', async () => {
    await here.put('1.png', PNG)
    const directory = await here.open()
    const { version } = await photoOf(directory, '1')
    await here.put('1.png', OTHER_PNG)
    const conditions: [string, string | null][] = [
      ['1', version],
      ['1', null],
      ['2', version],
    ]
    for (const [id, ifVersion] of conditions) {
      for (const change of [
        directory.writePhoto(named(id), jpeg, { ifVersion, signal }),
        directory.removePhoto!(named(id), { ifVersion, signal }),
      ]) {
        expect(await failure(change)).to.include({ kind: 'changed', outcome: 'not-applied' })
      }
    }
    expect(await here.photos()).to.deep.equal(['1.png'])
    expect((await photoOf(directory, '1')).bytes).to.deep.equal(OTHER_PNG)
  })

  it('lets one of several writers win, and tells the others', async () => {
    const writers = await Promise.all(Array.from({ length: 8 }, () => here.open()))
    let ifVersion: string | null = null
    for (const photo of [png, jpeg, gif]) {
      const condition = { ifVersion, signal }
      const outcomes = await Promise.allSettled(
        writers.map((writer, index) => {
          const bytes = Buffer.concat([photo.bytes, Buffer.from([index])])
          return writer.writePhoto(named('1'), { ...photo, bytes }, condition)
        }),
      )
      const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []))
      expect(winners).to.have.length(1)
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).to.include({ kind: 'changed' })
      }
      const served = await photoOf(writers[0]!, '1')
      expect(served.bytes).to.deep.equal(Buffer.concat([photo.bytes, Buffer.from([winners[0]!])]))
      expect(await here.photos()).to.have.length(1)
      ifVersion = served.version
    }
  })

  it('writes for many people at the same time', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `p${index}`)
    await writeFile(
      path.join(here.folder, 'people.json'),
      JSON.stringify(ids.map((id) => ({ id, name: id }))),
    )
    const directory = await here.open()
    const of = (id: string) => ({ bytes: Buffer.concat([PNG, Buffer.from(id)]), mediaType: 'image/png' })
    await Promise.all(ids.map((id) => write(directory, id, of(id))))
    for (const id of ids) expect((await photoOf(directory, id)).bytes).to.deep.equal(of(id).bytes)
    expect(await here.photos()).to.have.length(200)
  })

  it('removes a photo', async () => {
    const directory = await here.open()
    await write(directory, '1', png)
    const { version } = await photoOf(directory, '1')
    await directory.removePhoto!(named('1'), { ifVersion: version, signal })
    expect(await here.photos()).to.deep.equal([])
    expect(await directory.readPhoto(named('1'), signal)).to.deep.equal({ state: 'missing' })
    await directory.removePhoto!(named('1'), { ifVersion: null, signal })
  })

  it('clears up what a crash left, with the next change for that person', async () => {
    const left = `${temporaryPrefix('1')}0123.tmp`
    const another = `${temporaryPrefix('2')}0123.tmp`
    await here.put(left, 'half a pho')
    await here.put(another, 'half')
    await here.put('1.jpg', PNG)
    // Between getting its new name and losing the old one, a photo has both.
    await link(path.join(here.folder, 'photos', '1.jpg'), path.join(here.folder, 'photos', '1.png'))
    const directory = await here.open()
    await write(directory, '1', gif)
    expect(await here.photos()).to.deep.equal([another, '1.gif'])
    await link(path.join(here.folder, 'photos', '1.gif'), path.join(here.folder, 'photos', '1.png'))
    const { version } = await photoOf(directory, '1')
    await directory.removePhoto!(named('1'), { ifVersion: version, signal })
    expect(await here.photos()).to.deep.equal([another])
  })

  it('rejects what a folder does not take, and changes nothing', async () => {
    const directory = await here.open()
    await write(directory, '1', png)
    const photos = [
      { bytes: Buffer.from('text'), mediaType: 'text/plain' },
      { bytes: Buffer.alloc(20 * 1024 * 1024 + 1), mediaType: 'image/png' },
    ]
    for (const photo of photos) {
      expect(await failure(write(directory, '1', photo))).to.include({
        kind: 'rejected',
        outcome: 'not-applied',
      })
    }
    expect((await photoOf(directory, '1')).bytes).to.deep.equal(PNG)
    expect(await here.photos()).to.deep.equal(['1.png'])
  })

  it('begins nothing once it is aborted', async () => {
    const directory = await here.open()
    const aborted = AbortSignal.abort()
    const writing = directory.writePhoto(named('1'), png, { ifVersion: null, signal: aborted })
    expect(await failure(writing)).to.equal(aborted.reason)
    expect(await here.photos()).to.deep.equal([])
  })
})
