import { mkdir, rm } from 'node:fs/promises'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { fiveColleagues, makeCompany, snapshot } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('promise 13: a dry run writes nothing', () => {
  const home = temporaryFolder()
  const run = (...args: string[]) => avatarctl(args, { home: home.path })
  beforeEach(async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
  })

  const commands: string[][] = [
    ['list', '-d', 'folder:company'],
    ['sync', '-d', 'folder:company', '--dry-run'],
    ['sync', '-d', 'folder:company', '--dry-run', '--replace', 'all', '--json'],
    ['restore', '-d', 'folder:company', '--all', '--dry-run'],
    ['upload', 'company/photos', '-d', 'folder:company', '--dry-run'],
    ['runs', 'list'],
    ['vault', 'list'],
    ['vault', 'verify', '--read-data'],
    ['generators', 'list'],
  ]

  for (const when of ['on a fresh machine', 'after a run']) {
    it(`makes no file anywhere, ${when}`, async function () {
      this.timeout(60_000)
      if (when === 'after a run') await run('sync', '-d', 'folder:company')
      const before = await snapshot(home.path)
      for (const command of commands) {
        expect((await run(...command)).code, command.join(' ')).to.equal(0)
        expect(await snapshot(home.path), command.join(' ')).to.deep.equal(before)
      }
    })
  }

  it('makes no file but the page that was asked for', async () => {
    await run('sync', '-d', 'folder:company')
    await mkdir(home.join('pages'))
    const before = await snapshot(home.path)
    const pages: [page: string, command: string[]][] = [
      ['pages/plan.html', ['sync', '--dry-run', '--replace', 'all', '--report']],
      ['pages/back.html', ['restore', '--dry-run', '--all', '--report']],
      ['pages/all.html', ['list', '--gallery']],
    ]
    for (const [page, command] of pages) {
      expect((await run(...command, page, '-d', 'folder:company')).code, page).to.equal(0)
      const { [page]: made, ...rest } = await snapshot(home.path)
      expect(made, page).to.be.a('string')
      expect(rest, page).to.deep.equal(before)
      await rm(home.join(page))
    }
  })

  it('says what a run would then do', async () => {
    interface Document {
      changes: { person: { id: string }; action: string; generator: string; outcome: string }[]
    }
    const brief = ({ changes }: Document) =>
      changes.map(({ person, action, generator }) => [person.id, action, generator])
    const dry = (
      await run('sync', '-d', 'folder:company', '--dry-run', '--replace', 'all', '--json')
    ).json<Document>()
    expect(new Set(dry.changes.map(({ outcome }) => outcome))).to.deep.equal(new Set(['planned']))
    const real = (
      await run('sync', '-d', 'folder:company', '--replace', 'all', '--yes', '--json')
    ).json<Document>()
    expect(brief(real)).to.deep.equal(brief(dry))
  })
})
