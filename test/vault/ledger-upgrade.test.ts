import { cp, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { openLedger } from '../../src/vault/ledger.ts'
import { openLedgerReader } from '../../src/vault/ledger-reader.ts'
import { openSqlite } from '../../src/vault/sqlite.ts'
import { repository } from '../support/command-line.ts'
import { snapshot } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const directory = 'sandbox:3723687732-2'

describe('a ledger of an older version', () => {
  const folder = temporaryFolder()
  const open = () => openLedger({ folder: folder.path, directory, tool: '9.9.9' })

  beforeEach(async () => {
    await cp(path.join(repository, 'test/golden/ledger-1/data/vault'), folder.path, { recursive: true })
  })

  function inside<T>(name: string, look: (database: ReturnType<typeof openSqlite>) => T): T {
    const database = openSqlite(folder.join(name), 'read')
    try {
      return look(database)
    } finally {
      database.close()
    }
  }
  const versionIn = (name: string) =>
    inside(name, (database) => database.get('PRAGMA user_version')?.['user_version'])
  const changesIn = (name: string) =>
    inside(name, (database) => database.all('SELECT id, person, state, sent_sha256 FROM changes ORDER BY id'))

  it('is upgraded when it is written to, after a copy that holds all of it', async () => {
    const before = changesIn('ledger.sqlite')
    const ledger = await open()
    await ledger.close()
    expect(versionIn('ledger.sqlite')).to.equal(2)
    expect(changesIn('ledger.sqlite')).to.deep.equal(before)
    expect(versionIn('ledger-version-1.sqlite')).to.equal(1)
    expect(changesIn('ledger-version-1.sqlite')).to.deep.equal(before)
    expect((await readdir(folder.path)).filter((name) => name.endsWith('.tmp'))).to.deep.equal([])
  })

  it('stays as it was when the upgrade fails in the middle; the next one goes through', async () => {
    const spoiler = openSqlite(folder.join('ledger.sqlite'), 'write')
    spoiler.exec('CREATE TABLE people (in_the_way TEXT)')
    spoiler.close()
    expect(await open().catch((thrown: unknown) => thrown)).to.include({ code: 'vault-unwritable' })
    expect(versionIn('ledger.sqlite')).to.equal(1)
    const columns = inside('ledger.sqlite', (database) => database.all('PRAGMA table_info(originals)'))
    expect(columns.map(({ name }) => name)).to.not.include('own')
    const mended = openSqlite(folder.join('ledger.sqlite'), 'write')
    mended.exec('DROP TABLE people')
    mended.close()
    await (await open()).close()
    expect(versionIn('ledger.sqlite')).to.equal(2)
  })

  it('is upgraded once by several at the same time', async () => {
    const ledgers = await Promise.all([open(), open(), open()])
    for (const ledger of ledgers) await ledger.close()
    expect(versionIn('ledger.sqlite')).to.equal(2)
  })

  it('is read without being touched', async () => {
    await rm(folder.join('ledger.sqlite-wal'))
    const before = await snapshot(folder.path)
    const reader = await openLedgerReader(folder.path, directory)
    expect(reader.owned()).to.not.deep.equal([])
    for (const person of reader.owned()) {
      const standing = reader.standing(person)
      expect(standing?.standing === 'own' && reader.original(standing.before)).to.include({
        person,
        own: null,
      })
    }
    reader.close()
    expect(await snapshot(folder.path)).to.deep.equal(before)
  })

  it('knows afterwards which originals are drawings of our own', async () => {
    const ledger = await open()
    const own = inside('ledger.sqlite', (database) =>
      database.all(
        'SELECT own, count(*) AS n FROM originals WHERE sha256 IS NOT NULL GROUP BY own ORDER BY own',
      ),
    )
    expect(own).to.deep.equal([
      { own: null, n: 4 },
      { own: 'artwork', n: 10 },
    ])
    await ledger.close()
  })
})
