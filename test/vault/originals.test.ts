import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import type { Person } from '@avatarctl/sdk'
import { expect } from 'chai'
import { verifyDecodes } from '../../src/images/verify-decodes.ts'
import { isVerifiedOriginal, openOriginals, sha256 } from '../../src/vault/originals.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ada: Person = { id: 'ada', kind: 'person', status: 'enabled', photo: { state: 'unknown' } }
const photo = (bytes: Uint8Array, mediaType = 'image/png') =>
  ({ state: 'present', bytes, mediaType, version: 'v1', name: 'ada.png' }) as const

async function rejection(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  return await promise.then(
    () => expect.fail('should have been refused'),
    (error: unknown) => error as Error & { code?: string },
  )
}

describe('the store of originals', () => {
  const folder = temporaryFolder()
  const open = () => openOriginals({ folder: folder.path, directory: 'folder:/company', verifyDecodes })

  it('keeps the raw bytes under the name of their hash, readable by the owner only', async () => {
    const originals = open()
    const bytes = await picture('red')
    const original = await originals.keep(ada, photo(bytes), { own: null })
    await originals.close()

    const hash = sha256(bytes)
    const file = folder.join('originals', hash.slice(0, 2), `${hash}.png`)
    expect(original).to.include({ directory: 'folder:/company', person: 'ada', sha256: hash, version: 'v1' })
    expect(await readFile(file)).to.deep.equal(bytes)
    expect((await stat(file)).mode & 0o777).to.equal(0o600)
    expect((await stat(folder.join('originals'))).mode & 0o777).to.equal(0o700)
    expect(await readdir(folder.join('originals', hash.slice(0, 2)))).to.deep.equal([`${hash}.png`])
  })

  it('gives the same bytes back', async () => {
    const originals = open()
    const bytes = await picture('red', 'jpeg')
    await originals.keep(ada, photo(bytes, 'image/jpeg'), { own: null })
    expect(Buffer.from(await originals.read(sha256(bytes)))).to.deep.equal(bytes)
    await originals.close()
  })

  it('writes one line for each original, also for "had none", and cuts none of them short', async () => {
    const originals = open()
    const bytes = await picture('red')
    await Promise.all([
      originals.keep(ada, photo(bytes), { own: null }),
      originals.keep({ ...ada, id: 'grace' }, { state: 'missing' }, { own: null }),
    ])
    await originals.close()
    const lines = (await readFile(folder.join('originals.ndjson'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { person: string; sha256: string | null })
    expect(lines.map(({ person, sha256: hash }) => [person, hash])).to.have.deep.members([
      ['ada', sha256(bytes)],
      ['grace', null],
    ])
    expect((await stat(folder.join('originals.ndjson'))).mode & 0o777).to.equal(0o600)
  })

  it('takes back a line that a crash has cut short, and keeps one that lacks only its end', async () => {
    const whole = JSON.stringify({ directory: 'folder:/company', person: 'grace', sha256: null })
    await writeFile(folder.join('originals.ndjson'), `${whole}\n{"directory":"folder:/com`)
    for (const round of [1, 2]) {
      const originals = open()
      await originals.keep(ada, { state: 'missing' }, { own: null })
      await originals.close()
      const text = await readFile(folder.join('originals.ndjson'), 'utf8')
      const people = text
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { person: string }).person)
      expect(people).to.deep.equal(['grace', ...Array<string>(round).fill('ada')])
      await writeFile(folder.join('originals.ndjson'), text.trimEnd())
    }
  })

  it('does not vouch for half a picture, an HTML page or nothing at all', async () => {
    const originals = open()
    const bytes = await picture('red', 'jpeg', 400)
    for (const bad of [
      bytes.subarray(0, bytes.length / 2),
      Buffer.from('<html>please log in</html>'),
      Buffer.alloc(0),
    ]) {
      await rejection(originals.keep(ada, photo(bad), { own: null }))
    }
    await originals.close()
    expect(await readdir(folder.path)).to.deep.equal([])
  })

  it('does not let a damaged file vouch for the same picture', async () => {
    const bytes = await picture('red')
    const hash = sha256(bytes)
    await mkdir(folder.join('originals', hash.slice(0, 2)), { recursive: true })
    await writeFile(folder.join('originals', hash.slice(0, 2), `${hash}.png`), 'something else')
    const originals = open()
    expect(await rejection(originals.keep(ada, photo(bytes), { own: null }))).to.include({
      code: 'vault-damaged',
    })
    expect(await rejection(originals.read(hash))).to.include({ code: 'vault-damaged' })
    await originals.close()
  })

  it('says that the vault cannot be written when it cannot', async function () {
    if (process.getuid?.() === 0) {
      // Root writes anywhere; a file in the folder's place is refused to everybody.
      await writeFile(folder.join('originals'), '')
    } else {
      await chmod(folder.path, 0o500)
    }
    const originals = open()
    const error = await rejection(originals.keep(ada, photo(await picture('red')), { own: null }))
    expect(error).to.include({ code: 'vault-unwritable' })
    await originals.close()
  })

  it('knows its own proofs, and no copy or cast of them', async () => {
    const originals = open()
    const original = await originals.keep(ada, { state: 'missing' }, { own: null })
    await originals.close()
    expect(isVerifiedOriginal(original)).to.equal(true)
    expect(isVerifiedOriginal({ ...original })).to.equal(false)
    expect(isVerifiedOriginal(null)).to.equal(false)
    expect(() => Object.assign(original, { person: 'grace' })).to.throw(TypeError)
  })
})
