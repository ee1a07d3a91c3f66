import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import sharp from 'sharp'
import { avatarctl } from '../support/command-line.ts'
import { type Colleague, makeCompany } from '../support/company.ts'
import { noisyPicture, picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Change {
  person: { id: string }
  action: string
  generator: string | null
  outcome: string
  after: { small?: number } | null
  error: { message: string } | null
  passed?: { generator: string; reason: string }[]
}

const people: Colleague[] = [
  { id: '1', name: 'Ada Lovelace', email: 'ada@example.com' },
  { id: '2', name: 'Jürgen Müller', email: 'jm@example.com' },
  { id: '3', name: 'Kim Lee', email: 'kim@example.com' },
  { id: '5', name: 'Joan Clarke', email: 'joan@example.com' },
]

describe('photos from a folder', function () {
  this.timeout(60_000)
  const home = temporaryFolder()
  const put = async (name: string, bytes: Uint8Array) => writeFile(home.join('faces', name), bytes)

  beforeEach(async () => {
    await mkdir(home.join('faces'))
    const namesake = { photo: { file: '4.png', bytes: await picture('grey') } }
    await makeCompany(home.join('company'), [...people, { id: '4', name: 'Lee Kim', ...namesake }])
  })

  const run = (args: string[], input = '') => avatarctl(args, { home: home.path, input })
  async function sync(...more: string[]) {
    const chain = ['-g', 'folder,initials', '--option', 'folder.path=faces']
    const ended = await run(['sync', '-d', 'folder:company', ...chain, '--json', ...more])
    expect([0, 3], ended.stderr + ended.stdout).to.include(ended.code)
    const { changes } = ended.json<{ changes: Change[] }>()
    return Object.fromEntries(changes.map((change) => [change.person.id, change]))
  }

  it('go up once, again when they change, and never to somebody with the same name', async () => {
    await put('ada@example.com.jpg', await picture('red', 'jpeg', 200))
    await put('Mueller, Juergen.png', await picture('blue', 'png', 200))
    await put('Kim Lee.jpg', await picture('green', 'jpeg', 200))

    const first = await sync()
    expect(first['1']).to.include({ generator: 'folder', action: 'create', outcome: 'done' })
    expect(first['2']).to.include({ generator: 'folder', outcome: 'done' })
    // Nothing is done for the namesake, who has a photo; but it may be theirs.
    expect(first['3']).to.deep.include({
      ...{ generator: 'initials', outcome: 'done' },
      passed: [{ generator: 'folder', reason: 'Kim Lee.jpg may be of 2 people' }],
    })
    expect(first['4']).to.equal(undefined)
    expect(await sync()).to.deep.equal({})

    // A new time alone is no new photo.
    await utimes(home.join('faces', 'ada@example.com.jpg'), new Date(), new Date())
    expect(await sync()).to.deep.equal({})
    await put('ada@example.com.jpg', await picture('orange', 'jpeg', 200))
    const again = await sync()
    expect(Object.keys(again)).to.deep.equal(['1'])
    expect(again['1']).to.include({ generator: 'folder', action: 'refresh', outcome: 'done' })

    // A photo that is gone from the folder does not give way to a drawing.
    await rm(home.join('faces', 'ada@example.com.jpg'))
    expect(await sync()).to.deep.equal({})
  })

  it('take the place of our drawings as soon as they are there', async () => {
    expect((await sync())['1']).to.include({ generator: 'initials' })
    await put(
      '1.webp',
      await sharp(await picture('red', 'png', 200))
        .webp()
        .toBuffer(),
    )
    expect((await sync())['1']).to.include({ generator: 'folder', action: 'replace', outcome: 'done' })
  })

  it('that nothing can be made of are one person’s failure, by name', async () => {
    const photo = await noisyPicture('ada', 'jpeg')
    await put('1.jpg', photo.subarray(0, photo.length / 2))
    await put('2.jpg', Buffer.from('<!DOCTYPE html><html><body>Sign in</body></html>'))
    await put('5.jpg', await picture('red', 'jpeg', 48))
    const changes = await sync()
    expect(changes['1']?.error?.message).to.equal(
      'folder made an image that cannot be used: the JPEG is cut off',
    )
    expect(changes['2']?.error?.message).to.match(/that is a web page/)
    expect(changes['5']).to.deep.include({ outcome: 'done' })
    expect(changes['5']?.after).to.include({ small: 48, width: 48 })
  })

  it('that are small are said to be', async () => {
    await put('1.jpg', await picture('red', 'jpeg', 40))
    const { stdout } = await run([
      'sync',
      '-d',
      'folder:company',
      '-g',
      'folder',
      '--option',
      'folder.path=faces',
    ])
    expect(stdout).to.include('! the photo is so small that it is blurred (1)')
  })

  it('may be named by a table', async () => {
    await put('IMG_0001.jpg', await picture('red', 'jpeg', 200))
    await writeFile(
      home.join('photos.csv'),
      'person;file\nLovelace, Ada;IMG_0001.jpg\nKim Lee;../company/photos/4.png\n',
    )
    const changes = await sync('--option', 'folder.map=photos.csv')
    expect(changes['1']).to.include({ generator: 'folder' })
    expect(changes['3']?.passed?.[0]?.reason ?? changes['3']?.error?.message).to.match(/may be of 2 people/)
  })

  it('are matched to people who are piped in as well', async () => {
    await put('Kim Lee.jpg', await picture('green', 'jpeg', 200))
    const list = await readFile(home.join('company', 'people.csv'), 'utf8')
    const chain = ['-g', 'folder,initials', '--option', 'folder.path=faces']
    for (const [from, input] of [
      ['-', list],
      [home.join('company', 'people.csv'), ''],
    ] as const) {
      const ended = await run(['generate', '--from', from, ...chain, '-o', 'out', '--json'], input)
      const { files } = ended.json<{ files: { person: { id: string }; generator: string }[] }>()
      expect(files.map(({ generator }) => generator)).to.deep.equal(Array(5).fill('initials'))
    }
  })

  it('are asked for in a folder that is there', async () => {
    const missing = await run([
      'sync',
      '-d',
      'folder:company',
      '-g',
      'folder',
      '--option',
      'folder.path=nowhere',
    ])
    expect(missing).to.include({ code: 2 })
    expect(missing.stderr).to.match(/folder cannot be opened: There is no folder .*nowhere\./)
    const untold = await run(['sync', '-d', 'folder:company', '-g', 'folder'])
    expect(untold).to.include({ code: 2 })
    expect(untold.stderr).to.include('--option folder.path=FOLDER')
  })
})
