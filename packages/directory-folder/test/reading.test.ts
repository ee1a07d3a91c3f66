import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  everybody,
  failure,
  GIF,
  JPEG,
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

const HOSTILE = [
  '../../etc/passwd',
  '..',
  '.',
  'a/b',
  'a\0b',
  'ann@x.com',
  'x'.repeat(5000),
  'CON',
  'é',
  'e\u0301',
  '\ud800',
  '__proto__',
  '%2e%2e',
  'people',
  '*',
  '-rf',
  '.avatarctl-x',
]

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('reading photos', () => {
  let here: Practice
  const start = async (...ids: string[]) => void (here = await practice(ids))
  afterEach(() => here.discard())

  it('gives bytes, the type by the bytes, the version and the name', async () => {
    await start('png', 'jpg', 'gif', 'liar', 'text', 'empty')
    const files: Record<string, [Buffer, string]> = {
      'png.png': [PNG, 'image/png'],
      'jpg.JPG': [JPEG, 'image/jpeg'],
      'gif.Gif': [GIF, 'image/gif'],
      'liar.png': [JPEG, 'image/jpeg'],
      'text.jpeg': [Buffer.from('hello'), 'application/octet-stream'],
      'empty.png': [Buffer.alloc(0), 'application/octet-stream'],
    }
    for (const [name, [bytes]] of Object.entries(files)) await here.put(name, bytes)
    const directory = await here.open()
    const listed = await everybody(directory)
    for (const [name, [bytes, mediaType]] of Object.entries(files)) {
      const id = name.split('.')[0]!
      const photo = await photoOf(directory, id)
      expect(photo).to.deep.equal({ state: 'present', bytes, mediaType, version: sha256(bytes), name })
      const state = { state: 'present', version: photo.version }
      expect(listed.find((person) => person.id === id)?.photo).to.deep.equal(state)
      expect((await directory.person(id, signal)).photo).to.deep.equal(state)
    }
  })

  it('never leaves the folder, whatever the id', async () => {
    await start(...HOSTILE)
    const directory = await here.open()
    for (const id of HOSTILE) {
      expect(await directory.readPhoto(named(id), signal)).to.deep.equal({ state: 'missing' })
      await write(directory, id, { bytes: Buffer.concat([PNG, Buffer.from(id)]), mediaType: 'image/png' })
    }
    for (const id of HOSTILE) {
      expect((await photoOf(directory, id)).bytes).to.deep.equal(Buffer.concat([PNG, Buffer.from(id)]))
    }
    expect(await here.photos()).to.have.length(HOSTILE.length)
    const states = (await everybody(await here.open())).map(({ photo }) => photo.state)
    expect(states).to.deep.equal(HOSTILE.map(() => 'present'))
  })

  it('finds photos under the plain id, and under the id encoded as for an address', async () => {
    await start('ann@x.com', 'a:b')
    await here.put('ann%40x.com.png', PNG)
    if (process.platform !== 'win32') await here.put('a:b.png', OTHER_PNG)
    const directory = await here.open()
    expect((await photoOf(directory, 'ann@x.com')).name).to.equal('ann%40x.com.png')
    if (process.platform !== 'win32') expect((await photoOf(directory, 'a:b')).bytes).to.deep.equal(OTHER_PNG)
  })

  it('uses one of several photos, and warns of the others', async () => {
    await start('1')
    await here.put('1.gif', GIF)
    await here.put('1.jpg', JPEG)
    const directory = await here.open()
    expect((await photoOf(directory, '1')).name).to.equal('1.jpg')
    await here.put('1.png', PNG)
    expect((await photoOf(directory, '1')).name).to.equal('1.png')
    await everybody(directory)
    expect(here.warnings).to.deep.equal(['photos: 1.png is used, and not 1.jpg, 1.gif of the same person.'])
  })

  it('notices what others change after the folder was listed', async () => {
    await start('1', '2')
    await here.put('1.jpg', JPEG)
    const directory = await here.open()
    await everybody(directory)
    await here.put('2.PNG', PNG)
    await rm(path.join(here.folder, 'photos', '1.jpg'))
    expect((await photoOf(directory, '2')).bytes).to.deep.equal(PNG)
    expect(await directory.readPhoto(named('1'), signal)).to.deep.equal({ state: 'missing' })
    expect((await directory.person('2', signal)).photo.state).to.equal('present')
    expect((await everybody(directory)).map(({ photo }) => photo.state)).to.deep.equal(['missing', 'present'])
  })

  it('says that it does not know, of what is there and cannot be read, and waits for nothing', async () => {
    await start('folder', 'pipe', 'dangling', 'loop', 'large')
    const photos = path.join(here.folder, 'photos')
    await mkdir(path.join(photos, 'folder.png'))
    await symlink('nowhere', path.join(photos, 'dangling.png'))
    await symlink('loop.png', path.join(photos, 'loop.png'))
    await here.put('large.png', Buffer.alloc(20 * 1024 * 1024 + 1))
    if (process.platform === 'win32') await mkdir(path.join(photos, 'pipe.png'))
    else execFileSync('mkfifo', [path.join(photos, 'pipe.png')])
    const directory = await here.open()
    for (const { id, photo } of await everybody(directory)) {
      expect(photo, id).to.deep.equal({ state: 'unknown' })
      expect((await directory.person(id, signal)).photo).to.deep.equal({ state: 'unknown' })
      const error = await failure(directory.readPhoto(named(id), signal))
      expect(error).to.include({ kind: 'rejected', outcome: 'not-applied' })
      expect(error.message).to.contain(`${id}.png`)
      expect(
        (await failure(directory.writePhoto(named(id), png, { ifVersion: null, signal }))).kind,
      ).to.equal('rejected')
    }
  })

  if (process.platform !== 'win32' && process.getuid?.() !== 0) {
    it('says so of a photo that it may not read', async () => {
      await start('1')
      await here.put('1.png', PNG)
      await chmod(path.join(here.folder, 'photos', '1.png'), 0)
      const directory = await here.open()
      expect((await everybody(directory))[0]?.photo).to.deep.equal({ state: 'unknown' })
      expect(await failure(directory.readPhoto(named('1'), signal))).to.include({
        kind: 'rejected',
        code: 'EACCES',
      })
    })
  }

  it('follows a link to a photo', async () => {
    await start('1')
    await writeFile(path.join(here.folder, 'elsewhere.png'), PNG)
    await symlink('../elsewhere.png', path.join(here.folder, 'photos', '1.png'))
    expect((await photoOf(await here.open(), '1')).bytes).to.deep.equal(PNG)
  })

  it('knows nobody but those in the list, also after the list has changed', async () => {
    await start('1')
    await here.put('9.png', PNG)
    const directory = await here.open()
    await everybody(directory)
    const attempts = [
      () => directory.person('9', signal),
      () => directory.readPhoto(named('9'), signal),
      () => directory.writePhoto(named('9'), png, { ifVersion: null, signal }),
      () => directory.removePhoto!(named('9'), { ifVersion: sha256(PNG), signal }),
    ]
    for (const attempt of attempts)
      expect(await failure(attempt())).to.include({ kind: 'not-found', outcome: 'not-applied' })
    await writeFile(path.join(here.folder, 'people.json'), '[{"id":"9","name":"Nine"}]')
    expect((await photoOf(directory, '9')).bytes).to.deep.equal(PNG)
    expect((await failure(directory.person('1', signal))).kind).to.equal('not-found')
  })

  it('lists 5,000 people with photos, in their order', async () => {
    const ids = Array.from({ length: 5_000 }, (_, index) => `p${index}@example.com`)
    await start(...ids)
    for (let at = 0; at < ids.length; at += 500) {
      await Promise.all(ids.slice(at, at + 500).map((id) => here.put(`${id}.png`, PNG)))
    }
    const begun = performance.now()
    const people = await everybody(await here.open())
    expect(performance.now() - begun).to.be.below(30_000)
    expect(people.map(({ id }) => id)).to.deep.equal(ids)
    expect(people.every(({ photo }) => photo.state === 'present')).to.equal(true)
  }).timeout(120_000)

  it('stops listing when it is aborted', async () => {
    await start('1', '2')
    const directory = await here.open()
    const aborted = AbortSignal.abort()
    expect(await failure(directory.people({ signal: aborted })[Symbol.asyncIterator]().next())).to.equal(
      aborted.reason,
    )
  })
})
