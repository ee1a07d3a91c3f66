import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Entry {
  id: string
  outcome?: string
  action?: string
  owner?: string
  before: string
  error?: string
  next?: string
}

describe('a page for people', function () {
  this.timeout(60_000)
  const home = temporaryFolder()
  const run = (...args: string[]) => avatarctl(args, { home: home.path })
  beforeEach(async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
  })

  /** What a page says: of its parts, of everybody in them, and for whom it has a face before and after. */
  async function read(name: string) {
    const text = await readFile(home.join(name), 'utf8')
    const blocks = (mark: string) =>
      [...text.matchAll(new RegExp(`<script type="application/json" ${mark}>(.*?)</script>`, 'gs'))].map(
        ([, json]) => JSON.parse(json!) as unknown,
      )
    const [facts] = blocks('id="facts"') as [
      { parts: { name: string; run: string | null; counts: object; summary: object | null }[] },
    ]
    const people = blocks('data-people="\\d+"').flat() as Entry[]
    const faces = (blocks('id="faces-\\d+-\\d+"').flat() as (string | 0)[][]).map((sides) =>
      sides.map(Boolean),
    )
    return { text, facts, people, faces }
  }

  it('shows what a run has done: what stood there, what was put up, and who failed and why', async () => {
    await writeFile(home.join('company/photos/2.png'), 'cut off')
    const ended = await run(
      'sync',
      '-d',
      'folder:company',
      '--replace',
      'all',
      '--yes',
      '--report',
      'pages/run.html',
    )
    expect(ended.code).to.equal(3)
    expect(ended.stdout).to.contain(`Report: ${home.join('pages/run.html')}`)
    const { facts, people, faces } = await read('pages/run.html')
    expect(facts.parts[0]).to.deep.include({ name: 'folder:company', counts: { done: 3, failed: 1 } })
    expect(facts.parts[0]!.summary).to.include({ people: 4, done: 3, failed: 1 })
    expect(people.map(({ id, outcome, action }) => [id, outcome, action])).to.deep.equal([
      ['1', 'done', 'create'],
      ['2', 'failed', 'replace'],
      ['3', 'done', 'create'],
      ['4', 'done', 'replace'],
    ])
    expect(faces).to.deep.equal([
      [false, true],
      [false, false],
      [false, true],
      [true, true],
    ])
    expect(people[1]!.error).to.be.a('string')
    expect(people[1]!.next).to.contain('Run the same again')
  })

  it('shows what a dry run would do, drawn and read for the page alone', async () => {
    const args = [
      'sync',
      '-d',
      'folder:company',
      '--replace',
      'all',
      '--dry-run',
      '--json',
      '--report',
      'plan.html',
    ]
    const ended = await run(...args)
    expect(ended.code, ended.stderr).to.equal(0)
    expect(ended.json()).to.include({ report: home.join('plan.html'), dryRun: true })
    const { facts, people, faces } = await read('plan.html')
    expect(facts.parts[0]).to.include({ run: null, dryRun: true })
    expect(people.map(({ outcome }) => outcome)).to.deep.equal(Array(4).fill('planned'))
    expect(faces).to.deep.equal([
      [false, true],
      [true, true],
      [false, true],
      [true, true],
    ])
    expect(await readdir(home.path)).to.have.members(['company', 'plan.html'])
  })

  it('shows what is put back, before and after it is, and what is stored', async () => {
    await run('sync', '-d', 'folder:company', '--replace', 'all', '--yes')
    const both = [
      [true, false],
      [true, true],
      [true, false],
      [true, true],
    ]
    await run('restore', '-d', 'folder:company', '--all', '--dry-run', '--report', 'dry.html')
    expect((await read('dry.html')).faces).to.deep.equal(both)
    const ended = await run('restore', '-d', 'folder:company', '--all', '--report', 'back.html')
    expect(ended.code, ended.stderr).to.equal(0)
    expect((await read('back.html')).faces).to.deep.equal(both)
    await run('backup', '-d', 'folder:company', '--report', 'stored.html')
    const stored = await read('stored.html')
    expect(stored.people.map(({ id, action }) => [id, action])).to.deep.equal([
      ['2', 'backup'],
      ['4', 'backup'],
    ])
    expect(stored.faces).to.deep.equal([
      [true, false],
      [true, false],
    ])
  })

  it('shows everybody that is listed, with their photo and whose it is', async () => {
    await run('sync', '-d', 'folder:company', '--person', '1')
    const ended = await run('list', '-d', 'folder:company', '--gallery', 'all.html')
    expect(ended.stdout).to.equal(
      `4 people: 1 without a photo, 1 with ours, 2 with their own\nGallery: ${home.join('all.html')}\n`,
    )
    const { people, faces, facts } = await read('all.html')
    expect(people.map(({ id, before, owner }) => [id, before, owner])).to.deep.equal([
      ['1', 'present', 'own-current'],
      ['2', 'present', 'human'],
      ['3', 'missing', undefined],
      ['4', 'present', 'human'],
    ])
    expect(faces).to.deep.equal([
      [true, false],
      [true, false],
      [false, false],
      [true, false],
    ])
    expect(facts.parts[0]!.counts).to.deep.equal({ 'own-current': 1, human: 2, missing: 1 })
  })

  it('shows only who is asked for, and leaves standard output to scripts', async () => {
    const asJson = await run(
      'list',
      '-d',
      'folder:company',
      '--photo',
      'human',
      '--json',
      '--gallery',
      'human.html',
    )
    expect(asJson.json()).to.deep.include({ gallery: home.join('human.html') })
    expect((await read('human.html')).people.map(({ id }) => id)).to.deep.equal(['2', '4'])
    const csv = await run(
      'list',
      '-d',
      'folder:company',
      '--csv',
      '--columns',
      'id',
      '--gallery',
      'human.html',
    )
    expect(csv.stdout).to.equal('"id"\r\n"1"\r\n"2"\r\n"3"\r\n"4"\r\n')
    expect(csv.stderr).to.contain('Gallery: ')
  })

  it('has a part for each of several directories, also for one that could not be read', async () => {
    await makeCompany(home.join('other'), await fiveColleagues())
    const ended = await run('sync', '-d', 'folder:company,folder:none,folder:other', '--report', 'all.html')
    expect(ended.code).to.equal(2)
    const { facts, people } = await read('all.html')
    expect(facts.parts.map(({ name, summary }) => [name, summary === null])).to.have.deep.members([
      ['folder:company', false],
      ['folder:none', true],
      ['folder:other', false],
    ])
    expect(people).to.have.length(4)
  })

  it('is refused before anything is done where it cannot be', async () => {
    await writeFile(home.join('mine.html'), '<p>mine</p>')
    const ended = await run('sync', '-d', 'folder:company', '--report', 'mine.html')
    expect(ended.code).to.equal(2)
    expect(ended.stderr).to.contain('was not made by avatarctl')
    expect(await readFile(home.join('mine.html'), 'utf8')).to.equal('<p>mine</p>')
    expect((await run('list', '-d', 'folder:company', '--gallery', 'all.pdf')).code).to.equal(2)
    expect(await readdir(home.join('company/photos'))).to.deep.equal(['2.png', '4.jpg'])
  })

  it('stays the one of the last run where nothing is begun', async () => {
    await run('sync', '-d', 'folder:company', '--report', 'run.html')
    const { mtimeMs } = await stat(home.join('run.html'))
    expect(
      (
        await run(
          'sync',
          '-d',
          'folder:company',
          '--max-changes',
          '0',
          '--replace',
          'all',
          '--yes',
          '--report',
          'run.html',
        )
      ).code,
    ).to.equal(2)
    expect((await stat(home.join('run.html'))).mtimeMs).to.equal(mtimeMs)
  })
})
