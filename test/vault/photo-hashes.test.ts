import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import type { Person } from '@avatarctl/sdk'
import { expect } from 'chai'
import { forgetHashes, knownByHashes, openPhotoHashes } from '../../src/vault/photo-hashes.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('what photos hash to', () => {
  const vault = temporaryFolder()
  const file = () => vault.join('photo-hashes.sqlite')
  const open = (directory = 'folder:/a', writes = true) =>
    openPhotoHashes({ vault: vault.path, directory, ledger: { hashOf: () => undefined }, writes })

  const person = (id: string, more: Partial<Person> = {}): Person => ({
    ...{ id, kind: 'person', status: 'enabled', photo: { state: 'present' } },
    ...more,
  })
  const hash = (letter: string) => letter.repeat(64)

  /** Notes one photo and closes. */
  async function noted(directory: string, who: Person, version: string, sha256: string): Promise<void> {
    const hashes = await open(directory)
    hashes.note(who, version, sha256)
    hashes.close()
  }

  it('is remembered by directory, person and version, for the owner of the vault alone', async () => {
    await noted('folder:/a', person('1'), 'v1', hash('a'))
    await noted('folder:/b', person('1'), 'v1', hash('b'))
    const hashes = await open()
    expect(hashes.of('1', 'v1')).to.equal(hash('a'))
    expect(hashes.of('1', 'v2')).to.equal(undefined)
    expect(hashes.of('2', 'v1')).to.equal(undefined)
    hashes.note(person('1'), 'v2', hash('c'))
    expect([hashes.of('1', 'v1'), hashes.of('1', 'v2')]).to.deep.equal([undefined, hash('c')])
    hashes.close()
    expect((await stat(file())).mode & 0o777).to.equal(0o600)
  })

  it('is known of originals that were stored, without being noted', async () => {
    const ledger = {
      hashOf: (id: string, version: string) => (id === '1' && version === 'v1' ? hash('e') : undefined),
    }
    const hashes = await openPhotoHashes({ vault: vault.path, directory: 'folder:/a', ledger, writes: false })
    expect([hashes.of('1', 'v1'), hashes.of('1', 'v2')]).to.deep.equal([hash('e'), undefined])
  })

  it('is only looked at by whoever writes nothing', async () => {
    const nothing = await open('folder:/a', false)
    nothing.note(person('1'), 'v1', hash('a'))
    nothing.close()
    expect(await readdir(vault.path)).to.deep.equal([])
    await noted('folder:/a', person('1'), 'v1', hash('a'))
    const reader = await open('folder:/a', false)
    expect(reader.of('1', 'v1')).to.equal(hash('a'))
    reader.note(person('2'), 'v1', hash('b'))
    reader.keepOnly(new Set())
    reader.close()
    const again = await open()
    expect([again.of('1', 'v1'), again.of('2', 'v1')]).to.deep.equal([hash('a'), undefined])
    again.close()
  })

  it('is noted by several at once', async () => {
    const all = await Promise.all(['a', 'b', 'c'].map((name) => open(`folder:/${name}`)))
    for (let n = 0; n < 1200; n += 1) for (const hashes of all) hashes.note(person(String(n)), 'v', hash('a'))
    for (const hashes of all) hashes.close()
    const again = await open('folder:/c')
    expect([again.of('0', 'v'), again.of('1199', 'v')]).to.deep.equal([hash('a'), hash('a')])
    again.close()
  })

  it('is there after a kill, but for what was noted in the last moment', async () => {
    const hashes = await open()
    for (let n = 0; n < 500; n += 1) hashes.note(person(String(n)), 'v', hash('a'))
    // Never closed, as by a kill.
    const other = await open('folder:/a', false)
    expect(other.of('0', 'v')).to.equal(hash('a'))
    other.close()
    hashes.close()
  })

  it('is begun anew where its file is damaged', async () => {
    await noted('folder:/a', person('1'), 'v1', hash('a'))
    // The log of a connection that was closed a moment ago could still mend it.
    for (const log of ['-wal', '-shm']) await rm(file() + log, { force: true })
    await writeFile(file(), 'no database at all'.repeat(500))
    const reader = await open('folder:/a', false)
    expect(reader.of('1', 'v1')).to.equal(undefined)
    reader.close()
    await noted('folder:/a', person('1'), 'v1', hash('b'))
    const hashes = await open()
    expect(hashes.of('1', 'v1')).to.equal(hash('b'))
    hashes.close()
  })

  it('is forgotten of whoever is not in the directory any more', async () => {
    await noted('folder:/a', person('1'), 'v', hash('a'))
    await noted('folder:/a', person('2'), 'v', hash('b'))
    await noted('folder:/b', person('1'), 'v', hash('c'))
    const hashes = await open()
    hashes.keepOnly(new Set(['2']))
    expect([hashes.of('1', 'v'), hashes.of('2', 'v')]).to.deep.equal([undefined, hash('b')])
    hashes.close()
    expect(knownByHashes(vault.path, '1')).to.deep.equal([{ directory: 'folder:/b', person: '1' }])
  })

  it('is found by id, e-mail or extension, holds neither in plain words, and is erased for good', async () => {
    const ada = person('4711', { email: 'Ada@Example.com', extension: '101', name: 'Ada Lovelace' })
    await noted('folder:/a', ada, 'version-of-ada', hash('d'))
    await noted('folder:/a', person('2'), 'v', hash('b'))
    const text = async () => {
      const files = (await readdir(vault.path)).map((name) => readFile(vault.join(name), 'latin1'))
      return (await Promise.all(files)).join('')
    }
    expect(await text())
      .to.include('version-of-ada')
      .and.not.match(/example|lovelace/i)
    for (const key of ['4711', 'ada@example.com ', '101'])
      expect(knownByHashes(vault.path, key), key).to.deep.equal([{ directory: 'folder:/a', person: '4711' }])
    expect(knownByHashes(vault.path, 'grace@example.com')).to.deep.equal([])
    forgetHashes(vault.path, { directory: 'folder:/a', person: '4711' })
    expect(await text())
      .to.not.include('version-of-ada')
      .and.not.include(hash('d'))
    const hashes = await open()
    expect([hashes.of('4711', 'version-of-ada'), hashes.of('2', 'v')]).to.deep.equal([undefined, hash('b')])
    hashes.close()
  })
})
