import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { expect } from 'chai'
import sharp from 'sharp'
import { avatarctl } from '../support/command-line.ts'
import { fiveColleagues, makeCompany, snapshot } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('promise 3: a full or failing disk stops before the overwrite', () => {
  let mounted = false
  // Registered before the folder's own clean-up, which could not remove a mounted disk.
  afterEach(() => {
    if (mounted) spawnSync('umount', [home.join('small')])
    mounted = false
  })
  const home = temporaryFolder()

  /** A disk of so many KiB, which only root can make. */
  async function smallDisk(kib: number): Promise<boolean> {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
    await mkdir(home.join('small'))
    mounted =
      spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', home.join('small')]).status === 0
    return mounted
  }

  for (const kib of [4, 64, 128, 192, 220]) {
    it(`a data folder of ${kib} KiB: exit 8, and no photo is touched whose original is not safe`, async function () {
      const large = { id: '6', name: 'Large', photo: { file: '6.png', bytes: await noise(400) } }
      await makeCompany(home.join('company'), [...(await fiveColleagues()), large])
      const before = await snapshot(home.join('company'))
      // Reason for skipping: without root no disk can be mounted.
      if (!(await smallDisk(kib))) this.skip()
      const env = { AVATARCTL_DATA_DIR: home.join('small', 'data') }
      const { code, stderr, json } = await avatarctl(
        ['sync', '-d', 'folder:company', '--replace', 'all', '--yes', '--concurrency', '4', '--json'],
        { home: home.path, env },
      )
      expect(code).to.equal(8)
      const { changes = [], error } = json<{
        changes?: { person: { id: string }; outcome: string }[]
        error: { code: string }
      }>()
      expect(error.code, stderr).to.match(/^vault-/)
      const originals = await snapshot(home.join('small', 'data', 'vault', 'originals'))
      const safe = new Set(Object.values(originals))
      const after = await snapshot(home.join('company'))
      for (const [file, hash] of Object.entries(before)) {
        if (after[file] !== hash)
          expect(safe.has(hash), `${file} was overwritten without its original`).to.equal(true)
      }
      expect(after['photos/6.png']).to.equal(before['photos/6.png'])
      // Nobody is reported as left alone whose photo was changed.
      for (const { person, outcome } of changes) {
        if (outcome === 'done' || outcome === 'unknown') continue
        const files = (all: Record<string, string>) =>
          Object.entries(all).filter(([file]) => file.startsWith(`photos/${person.id}.`))
        expect(files(after), `${person.id} is reported as ${outcome}`).to.deep.equal(files(before))
      }
    })
  }
})

describe('a directory that cannot be written', () => {
  let mounted = false
  afterEach(() => {
    if (mounted) spawnSync('umount', [home.join('company')])
    mounted = false
  })
  const home = temporaryFolder()

  it('is refused as a whole, before anything is changed: exit 5', async function () {
    await mkdir(home.join('company'))
    const isRoot = process.platform === 'linux' && process.getuid?.() === 0
    mounted = isRoot && spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', home.join('company')]).status === 0
    // Reason for skipping: root may write anywhere but on a disk that is mounted read-only, and only root can do that.
    if (!mounted) this.skip()
    await makeCompany(home.join('company'), await fiveColleagues())
    spawnSync('mount', ['-o', 'remount,ro', home.join('company')])
    const { code, json } = await avatarctl(['sync', '-d', 'folder:company', '--json'], { home: home.path })
    expect(code).to.equal(5)
    expect(json<{ error: { code: string } }>().error.code).to.equal('refused')
  })
})

/** A picture that cannot be made small. */
async function noise(size: number): Promise<Buffer> {
  return await sharp(randomBytes(size * size * 3), { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toBuffer()
}
