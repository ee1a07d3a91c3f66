import { expect } from 'chai'
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { avatarctl } from '../support/command-line.ts'
import { type Colleague, makeCompany, snapshot } from '../support/company.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ids = [
  ...['../../etc/passwd', '..', 'a/b', 'a\\b', 'a:b', 'a*b', 'a%2Fb', 'CON', 'nul.txt', 'trail.'],
  ...['x', 'X', 'é', 'e\u0301', '__proto__', 'constructor', '<script>', "=cmd|'/C calc'!A0", '-rf'],
  ...['.hidden', '1.png', '漢'.repeat(100), 'x'.repeat(5000), 'a,b', 'line\nid', '\u202ebidi', '👩‍👧'],
]
const names = [
  ...['👨‍👩‍👧 Family', 'שלום עולם', '\x1b[31mRed\x1b[0m', 'x'.repeat(10_000), '<script>alert(1)</script>'],
  ...['=1+1', '__proto__', '"Quoted" Name', 'Multi\nLine', '. .', '&amp; &lt;', 'ﷺ', "O'Brien, Sean"],
]

interface SyncResult {
  changes: { action: string; outcome: string }[]
  summary: { planned: number; done: number; failed: number }
}

describe('there and back with hostile people and photos', () => {
  const home = temporaryFolder()
  const run = (command: string, ...flags: string[]) =>
    avatarctl([command, '-d', `folder:${home.join('company')}`, '--json', ...flags], { home: home.path })

  /** Fills, runs again, replaces everything, and restores: what has to hold for every company. */
  async function thereAndBack(colleagues: readonly Colleague[]) {
    const company = home.join('company')
    await makeCompany(company, colleagues)
    const before = await snapshot(company)
    const without = colleagues.filter(({ photo }) => !photo).length

    const filled = await run('sync')
    expect(filled.code, filled.stdout.slice(-500)).to.equal(0)
    expect(filled.json<SyncResult>().summary).to.include({ planned: without, done: without, failed: 0 })
    const after = await snapshot(company)
    expect(after).to.include(before)
    const added = Object.keys(after).filter((file) => !(file in before))
    expect(added).to.have.length(without)
    for (const file of added) {
      expect(file).to.match(/^photos\/[^/]+\.png$/)
      const { width, height } = await sharp(await readFile(home.join('company', file))).metadata()
      expect([width, height], file).to.deep.equal([512, 512])
    }

    const again = await run('sync')
    expect(again.code).to.equal(0)
    expect(again.json<SyncResult>().summary.planned).to.equal(0)
    expect(await snapshot(company)).to.deep.equal(after)

    const replaced = await run('sync', '--replace', 'all', '--yes', '-g', 'identicon')
    expect(replaced.code, replaced.stdout.slice(-500)).to.equal(0)
    expect(replaced.json<SyncResult>().summary.done).to.equal(colleagues.length)
    const restored = await run('restore', '--all', '--yes')
    expect(restored.code, restored.stdout.slice(-500)).to.equal(0)
    expect(await snapshot(company)).to.deep.equal(before)
  }

  it('takes any id, and stays in photos/', async () => {
    await thereAndBack(
      ids.map((id, index) => ({ id, name: `Person ${index}`, email: `p${index}@example.com` })),
    )
  }).timeout(60_000)

  it('takes any name', async () => {
    await thereAndBack(
      names.map((name, index) => ({ id: String(index), name, email: `n${index}@example.com` })),
    )
  }).timeout(60_000)

  it('gives every photo its bytes and its name back, whatever its ending says', async () => {
    const [png, jpeg, gif] = [
      await picture('red'),
      await picture('green', 'jpeg'),
      await picture('blue', 'gif'),
    ]
    const files = { '1.png': png, '2.JPG': jpeg, '3.JPEG': jpeg, '4.gif': gif, '5.jpg': png, '6.PNG': jpeg }
    const withPhoto = Object.entries(files).map(([file, bytes], index) => ({
      id: String(index + 1),
      name: `Person ${index}`,
      photo: { file, bytes },
    }))
    await thereAndBack([...withPhoto, { id: '7', name: 'Ada Lovelace' }])
  }).timeout(60_000)
})
