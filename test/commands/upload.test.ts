import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Sandbox, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import sharp from 'sharp'
import { avatarctl } from '../support/command-line.ts'
import { makeCompany, snapshot } from '../support/company.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface UploadDocument {
  unmatched: { file: string }[]
  ambiguous: { files: string[]; people: { id: string }[]; by: string[] }[]
  passedOver: { file: string; line?: number; why: string }[]
  run: string
  changes: {
    person: { id: string }
    action: string
    file: string
    by: string
    outcome: string
    small?: number
    after: { mediaType: string; width: number; sha256: string; small?: number } | null
    error: { code: string; message: string } | null
  }[]
  summary: Record<string, number>
  error?: { code: string; message: string; exitCode: number }
}

describe('upload, to a folder of people', () => {
  const home = temporaryFolder()
  const run = (...args: string[]) => avatarctl([...args, '-d', 'folder:company'], { home: home.path })
  const upload = async (...args: string[]) => {
    const ended = await run('upload', ...args, '--json')
    return { ...ended, told: ended.json<UploadDocument>() }
  }
  const put = async (name: string, bytes: Uint8Array) => {
    await mkdir(path.dirname(home.join('own', name)), { recursive: true })
    await writeFile(home.join('own', name), bytes)
  }
  const shown = (name: string) => readFile(home.join('company', 'photos', name))

  beforeEach(async () => {
    await rm(home.join('own'), { recursive: true, force: true })
    await mkdir(home.join('own'))
    await makeCompany(home.join('company'), [
      { id: '1', name: 'Ada Lovelace', email: 'ada@example.com' },
      {
        id: '2',
        name: 'Grace Hopper',
        email: 'grace@example.com',
        photo: { file: '2.png', bytes: await picture('red') },
      },
      { id: '3', name: 'Jürgen Müller-Weiß', email: 'jm@example.com' },
      { id: '4', name: 'Ann Smith', email: 'ann.1@example.com' },
      { id: '5', name: 'Ann Smith', email: 'ann.2@example.com' },
      { id: '6', name: 'Room Turing', email: 'room@example.com', kind: 'other' },
    ])
    const people = await readFile(home.join('company/people.csv'), 'utf8')
    const [head, ...rows] = people.trim().split('\n')
    const keyed = rows.map((row, index) => `${row},${101 + index},E-${index + 1}`)
    await writeFile(home.join('company/people.csv'), [`${head},extension,employee`, ...keyed, ''].join('\n'))
  })

  it('finds whose photo it is by e-mail, extension, id, employee number and name, and lists what it does not use', async () => {
    await put('ADA@example.com.jpg', await picture('blue', 'jpeg', 300))
    await put('deeper/104.png', await picture('green', 'png', 300))
    await put('E-5.jpeg', await picture('teal', 'jpeg', 300))
    await put('Mueller Weiss, Juergen.jpg', await picture('navy', 'jpeg', 300))
    await put('ann_smith.jpg', await picture('pink', 'jpeg', 300))
    await put('somebody.jpg', await picture('grey', 'jpeg', 300))
    await put('notes.txt', Buffer.from('not a photo'))
    const { code, told } = await upload('own')
    expect(code).to.equal(0)
    expect(
      told.changes.map(({ person, file, by, action, outcome }) => [person.id, file, by, action, outcome]),
    ).to.have.deep.members([
      ['1', 'ADA@example.com.jpg', 'email', 'create', 'done'],
      ['4', 'deeper/104.png', 'extension', 'create', 'done'],
      ['5', 'E-5.jpeg', 'employee', 'create', 'done'],
      ['3', 'Mueller Weiss, Juergen.jpg', 'name', 'create', 'done'],
    ])
    expect(told.unmatched).to.deep.equal([{ file: 'somebody.jpg' }])
    expect(
      told.ambiguous.map(({ files, people, by }) => [files, people.map(({ id }) => id), by]),
    ).to.deep.equal([[['ann_smith.jpg'], ['4', '5'], ['name']]])
    expect(told.passedOver).to.deep.equal([{ file: 'notes.txt', why: 'it is no image by its name' }])
    expect((await sharp(await shown('3.jpg')).metadata()).width).to.equal(300)
  })

  it('looks at one key only where that is asked for, and never at rooms', async () => {
    await put('1.jpg', await picture('blue', 'jpeg', 200))
    await put('room@example.com.jpg', await picture('blue', 'jpeg', 200))
    const { told } = await upload('own', '--match', 'email,name')
    expect(told.unmatched.map(({ file }) => file)).to.deep.equal(['1.jpg', 'room@example.com.jpg'])
    const other = await upload('own', '--match', 'mail')
    expect(other.code).to.equal(2)
    expect(other.told.error?.message).to.equal('--match mail is not known')
  })

  it('shows whose photo is which before anything is sent, and what happened', async () => {
    await put('ada@example.com.jpg', await picture('blue', 'jpeg', 48))
    await put('nobody.jpg', await picture('blue', 'jpeg', 200))
    const { stdout, code } = await run('upload', 'own')
    expect(code).to.equal(0)
    const said = ['Matched (1)', 'ada@example.com.jpg  Ada Lovelace (ada@example.com)  e-mail']
    const rest = ['Left alone, as nobody is called so (1)', '  nobody.jpg', 'got their photo: no photo (1)']
    const places = [
      ...said,
      ...rest,
      'blurred (1): Ada Lovelace (ada@example.com): 48 x 48',
      '1 person, 1 changed',
    ].map((text) => stdout.indexOf(text))
    expect(places, stdout).to.not.include(-1)
    expect(places).to.deep.equal([...places].sort((one, other) => one - other))
  })

  it('writes nothing in a dry run, and says what a run would do', async () => {
    await put('ada@example.com.jpg', await picture('blue', 'jpeg', 60))
    await put('2.jpg', await picture('green', 'jpeg', 200))
    const before = await snapshot(home.path)
    const { told, code } = await upload('own', '--dry-run')
    expect(code).to.equal(0)
    expect(told.changes.map(({ action, outcome, small }) => [action, outcome, small])).to.have.deep.members([
      ['create', 'planned', 60],
      ['replace', 'planned', undefined],
    ])
    expect(await snapshot(home.path)).to.deep.equal(before)
  })

  it('lets no photo that somebody chose give way without --yes, and keeps it then', async () => {
    await put('2.jpg', await picture('green', 'jpeg', 200))
    await put('1.jpg', await picture('green', 'jpeg', 200))
    const before = await snapshot(home.join('company'))
    const refused = await upload('own')
    expect(refused.code).to.equal(2)
    expect(refused.told.error?.code).to.equal('confirmation-needed')
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
    const { code, told } = await upload('own', '--yes')
    expect(code).to.equal(0)
    expect(told.summary).to.include({ done: 2, failed: 0 })
    expect((await run('restore', '--run', told.run, '--yes')).code).to.equal(0)
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
  })

  it('sends a photo that fits byte for byte, and nothing the second time', async () => {
    const fitting = await picture('blue', 'jpeg', 320)
    await put('1.jpg', fitting)
    const wide = await sharp({ create: { width: 900, height: 500, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer()
    await put('3.jpg', wide)
    const first = await upload('own')
    expect(first.told.summary).to.include({ people: 2, done: 2 })
    expect((await shown('1.jpg')).equals(fitting)).to.equal(true)
    const second = await upload('own')
    expect(second.told.changes).to.deep.equal([])
    expect(second.told.summary).to.include({ people: 2, done: 0, skipped: 2 })
  })

  it('counts as chosen by the person: no sync draws over it, whatever it may replace', async () => {
    await run('sync')
    const mine = await picture('blue', 'jpeg', 320)
    await put('1.jpg', mine)
    const { told } = await upload('own')
    expect(told.changes.map(({ action, outcome }) => [action, outcome])).to.deep.equal([['replace', 'done']])
    for (const flags of [
      [],
      ['--replace', 'all', '--yes'],
      ['--refill-removed'],
      ['-g', 'identicon', '--replace', 'all', '--yes'],
    ])
      expect((await run('sync', ...flags)).code).to.equal(0)
    expect((await shown('1.jpg')).equals(mine)).to.equal(true)
    const listed = await run('list', '--where', 'id=1', '--json')
    expect(listed.json<{ people: { photo: { owner: string } }[] }>().people[0]?.photo.owner).to.equal('human')
    expect((await run('restore', '--all')).code).to.equal(0)
    expect((await shown('1.jpg')).equals(mine)).to.equal(true)
  })

  it('names what cannot be used with the reason, and puts up the rest', async () => {
    const whole = await picture('blue', 'jpeg', 300)
    await put('1.jpg', whole)
    await put('3.jpg', whole.subarray(0, whole.length / 2))
    await put('4.png', Buffer.alloc(0))
    await put('5.jpg', Buffer.from('<!doctype html><title>Not found</title>'))
    const { code, told } = await upload('own')
    expect(code).to.equal(3)
    expect(
      told.changes.map(({ file, outcome, error }) => [file, outcome, error?.code, error?.message]),
    ).to.have.deep.members([
      ['1.jpg', 'done', undefined, undefined],
      ['3.jpg', 'failed', 'unusable-image', 'the JPEG is cut off'],
      ['4.png', 'failed', 'unusable-image', 'the file is empty'],
      [
        '5.jpg',
        'failed',
        'unusable-image',
        told.changes.find(({ file }) => file === '5.jpg')?.error?.message,
      ],
    ])
    expect(told.changes.find(({ file }) => file === '5.jpg')?.error?.message).to.contain('web page')
  })

  it('reads whose photo is which from a table', async () => {
    await put('DSC_1.jpg', await picture('blue', 'jpeg', 300))
    await put('DSC_2.jpg', await picture('green', 'jpeg', 300))
    const table =
      'person,file\nada@example.com,DSC_1.jpg\n"Müller-Weiß, Jürgen",DSC_2.jpg\n4,DSC_3.jpg\n5,../company/photos/2.png\n'
    await writeFile(home.join('own/who.csv'), table)
    const beside = await upload('--map', 'own/who.csv', '--dry-run')
    expect(beside.told.changes.map(({ person, file }) => [person.id, file])).to.deep.equal([
      ['1', 'DSC_1.jpg'],
      ['3', 'DSC_2.jpg'],
    ])
    expect(beside.told.passedOver).to.deep.equal([
      { file: 'DSC_3.jpg', line: 4, why: 'there is no such file' },
      { file: '../company/photos/2.png', line: 5, why: 'it leads out of the folder' },
    ])
    await writeFile(home.join('who.csv'), table)
    const elsewhere = await upload('own', '--map', 'who.csv')
    expect(elsewhere.told.summary).to.include({ done: 2 })
  })

  it('takes files as they are named, once, and none that a folder’s link leads to outside', async () => {
    await put('1.jpg', await picture('blue', 'jpeg', 300))
    await writeFile(home.join('secret.jpg'), await picture('red', 'jpeg', 300))
    await symlink(home.join('secret.jpg'), home.join('own/3.jpg'))
    const { told } = await upload('own', 'own/1.jpg', 'own', '--dry-run')
    expect(told.changes.map(({ person }) => person.id)).to.deep.equal(['1'])
    expect(told.passedOver[0]).to.deep.equal({ file: '3.jpg', why: 'it leads out of the folder' })
    // A link that the user names is meant.
    expect(
      (await upload('own/3.jpg', '--dry-run')).told.changes.map(({ person }) => person.id),
    ).to.deep.equal(['3'])
  })

  const misuses: [what: string, args: string[], message: string][] = [
    ['nothing is named', [], 'No photo was named'],
    ['there is no such path', ['nowhere'], 'There is no nowhere'],
    ['a folder is empty', ['empty'], 'There is no photo in empty'],
    [
      'a table has no such columns',
      ['--map', 'company/people.csv'],
      'the columns person and file are needed',
    ],
    ['a table comes with two folders', ['own', 'empty', '--map', 'who.csv'], '--map takes one folder'],
  ]
  for (const [what, args, message] of misuses)
    it(`does nothing where ${what}: exit 2`, async () => {
      await mkdir(home.join('empty'), { recursive: true })
      const { code, told } = await upload(...args)
      expect(code).to.equal(2)
      expect(told.error?.message).to.contain(message)
    })

  it('cuts as it is asked to', async () => {
    const bytes = await sharp({ create: { width: 400, height: 800, channels: 3, background: 'white' } })
      .composite([
        { input: { create: { width: 400, height: 400, channels: 3, background: 'blue' } }, top: 0, left: 0 },
      ])
      .png()
      .toBuffer()
    await put('1.png', bytes)
    const blue = async () => {
      const { channels } = await sharp(await shown('1.jpg')).stats()
      return Math.round(channels[0]!.mean)
    }
    await upload('own', '--crop', 'top')
    expect(await blue()).to.be.below(10)
    await upload('own', '--crop', 'centre', '--yes')
    expect(await blue()).to.be.within(110, 145)
    expect((await upload('own', '--crop', 'middle')).code).to.equal(2)
  })

  it('shows in a page for people what goes up and what cannot, before and after', async () => {
    await put('1.jpg', await picture('blue', 'jpeg', 300))
    await put('3.jpg', Buffer.alloc(10))
    for (const args of [['--dry-run'], []]) {
      const { told, code } = await upload('own', '--report', 'page.html', ...args)
      expect(code).to.equal(3)
      expect(told).to.have.property('report', home.join('page.html'))
      const page = await readFile(home.join('page.html'), 'utf8')
      expect(page).to.contain('"file":"1.jpg"').and.contain('Give another file for them')
      expect(page.match(/data:image\/webp/g)).to.have.length.above(0)
    }
  })

  it('stands in the history as a run of its own', async () => {
    await put('1.jpg', await picture('blue', 'jpeg', 300))
    const { told } = await upload('own')
    expect(told.summary).to.include({ done: 1 })
    const shownRun = await avatarctl(['runs', 'show', told.run, '--json'], { home: home.path })
    expect(shownRun.json<{ run: { command: string } }>().run.command).to.equal('upload')
  })
})

describe('upload, to a RingCentral account', () => {
  const home = temporaryFolder()
  let sandbox: Sandbox
  before(async () => {
    sandbox = await startSandbox({ people: 8, limits: 'none' })
  })
  after(() => sandbox.close())

  it('asks for no photo the second time, and uploads none', async () => {
    const { company, log } = sandbox
    const [one] = company.people.filter(
      ({ status, id }) => status === 'Enabled' && company.photo(id) === null,
    )
    await mkdir(home.join('own'))
    await writeFile(home.join('own', `${one!.id}.jpg`), await picture('blue', 'jpeg', 300))
    const upload = () =>
      avatarctl(['upload', 'own', '--match', 'id', '--json'], { home: home.path, env: sandbox.environment })
    const first = await upload()
    expect(first.code, first.stderr).to.equal(0)
    expect(first.json<UploadDocument>().summary).to.include({ done: 1 })
    const seen = log.length
    const second = await upload()
    expect(second.json<UploadDocument>().summary).to.include({ done: 0, skipped: 1 })
    expect(log.slice(seen).filter(({ path }) => path.includes('profile-image'))).to.deep.equal([])
  })
})
