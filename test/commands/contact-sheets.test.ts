import { readdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import sharp from 'sharp'
import { avatarctl } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('generate --sheet', function () {
  this.timeout(60_000)
  const home = temporaryFolder()

  async function generate(...args: string[]) {
    return avatarctl(['generate', '-o', 'faces', ...args], { home: home.path })
  }

  it('draws as many pages as it takes, into a folder that it makes', async () => {
    const people = Array.from({ length: 101 }, (_, index) => ({
      name: `Jane ${index}`,
      email: `j${index}@example.com`,
    }))
    await writeFile(home.join('people.json'), JSON.stringify(people))
    const ended = await generate(
      '--from',
      'people.json',
      '--size',
      '32',
      '--sheet',
      'sheets/all.png',
      '--json',
    )
    const { sheets } = ended.json<{ sheets: string[] }>()
    expect(sheets).to.deep.equal([home.join('sheets/all.png'), home.join('sheets/all-2.png')])
    const sizes = await Promise.all(sheets.map(async (sheet) => sharp(await readFile(sheet)).metadata()))
    // Faces are no larger than they were made.
    expect(sizes.map(({ format, height }) => [format, height <= 1700])).to.deep.equal([
      ['png', true],
      ['png', true],
    ])
  })

  it('refuses a file that is not ours, or not a PNG, before any face is made', async () => {
    await writeFile(home.join('photo.png'), 'mine')
    const taken = await generate('--seed', 'Ada', '--sheet', 'photo.png')
    expect(taken.stderr).to.match(
      /photo\.png is there already and was not made by avatarctl; it was left alone/,
    )
    expect((await generate('--seed', 'Ada', '--sheet', 'all.jpg')).stderr).to.contain(
      'A contact sheet is a PNG file, and all.jpg does not end with .png',
    )
    expect(taken.code).to.equal(2)
    expect(await readFile(home.join('photo.png'), 'utf8')).to.equal('mine')
    expect(await readdir(home.join('faces'))).to.deep.equal([])
  })
})
