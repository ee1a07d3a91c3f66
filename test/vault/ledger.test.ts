import { readdir, stat } from 'node:fs/promises'
import { expect } from 'chai'
import type { Ledger } from '../../src/ports.ts'
import type { Change, OwnPicture } from '../../src/records.ts'
import { openLedger } from '../../src/vault/ledger.ts'
import { openLedgerReader } from '../../src/vault/ledger-reader.ts'
import { openOriginals } from '../../src/vault/originals.ts'
import { openSqlite } from '../../src/vault/sqlite.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const directory = 'folder:/company'
const ada: Change = {
  person: { id: 'ada', name: 'Ada Lovelace', kind: 'person', status: 'enabled', photo: { state: 'missing' } },
  action: 'create',
  reason: 'no photo',
  generator: 'initials',
  before: { state: 'missing', sha256: null, version: null },
  overHuman: false,
}
const picture: OwnPicture = {
  ...{ sha256: 'aa', source: 'bb', generator: 'initials', produces: 'artwork' },
  ...{ fingerprint: 'cc', size: 512, options: '{}' },
}

describe('the ledger', () => {
  const folder = temporaryFolder()
  const open = () => openLedger({ folder: folder.path, directory, tool: '1.0.0' })

  async function original(found: { bytes: Uint8Array; version: string; own?: 'artwork' } | undefined) {
    const originals = openOriginals({
      folder: folder.path,
      directory,
      verifyDecodes: () => Promise.resolve(),
    })
    const photo = found
      ? ({ state: 'present', mediaType: 'image/png', ...found } as const)
      : ({ state: 'missing' } as const)
    const kept = await originals.keep(ada.person, photo, { own: found?.own ?? null })
    await originals.close()
    return kept
  }

  /** One change of Ada's photo from beginning to end. */
  async function change(
    ledger: Ledger,
    found: Parameters<typeof original>[0],
    own: OwnPicture,
    version: string,
  ) {
    const run = await ledger.begin('sync')
    const [id = 0] = await ledger.planned(run, [ada])
    await ledger.saved(id, await original(found), run)
    await ledger.sending(id, own.sha256, { standing: 'own', ...own })
    await ledger.confirmed(id, version)
    await ledger.finish(run, 'done')
    return run
  }

  it('remembers which picture is our own, and what stood there before', async () => {
    const ledger = await open()
    await change(ledger, undefined, picture, 'v1')
    const standing = ledger.standing('ada')
    expect(standing).to.include({ standing: 'own', version: 'v1', ...picture })
    expect(standing?.standing === 'own' && ledger.original(standing.before)).to.include({
      sha256: null,
      person: 'ada',
    })
    expect(ledger.owned()).to.deep.equal(['ada'])
    await ledger.close()
  })

  it('keeps the original from before an unbroken series of our own pictures', async () => {
    const ledger = await open()
    await change(ledger, { bytes: Buffer.from('human'), version: 'h1' }, picture, 'v1')
    const first = ledger.standing('ada')
    const ours = { bytes: Buffer.from('ours'), version: 'v1', own: 'artwork' } as const
    await change(ledger, ours, { ...picture, sha256: 'dd' }, 'v2')
    const second = ledger.standing('ada')
    expect(second).to.include({ standing: 'own', version: 'v2', sha256: 'dd' })
    expect(second).to.have.property('before', first?.standing === 'own' ? first.before : undefined)
    await ledger.close()
  })

  it('begins a new series after somebody else has changed the photo', async () => {
    const ledger = await open()
    await change(ledger, { bytes: Buffer.from('human'), version: 'h1' }, picture, 'v1')
    await change(ledger, { bytes: Buffer.from('another'), version: 'h2' }, picture, 'v3')
    const standing = ledger.standing('ada')
    expect(standing?.standing === 'own' && ledger.original(standing.before)).to.include({ version: 'h2' })
    await ledger.close()
  })

  it('gives open changes back after a crash, with what was there and what was sent', async () => {
    const ledger = await open()
    const run = await ledger.begin('sync')
    const [first = 0, second = 0] = await ledger.planned(run, [
      ada,
      { ...ada, person: { ...ada.person, id: 'grace' } },
    ])
    await ledger.saved(first, await original(undefined), run)
    await ledger.sending(first, 'aa', { standing: 'own', ...picture })
    await ledger.close()

    const next = await open()
    const left = next.open()
    for (const { since } of left) expect(Date.now() - Date.parse(since)).to.be.within(0, 60_000)
    expect(left.map(({ since: _, ...rest }) => rest)).to.deep.equal([
      {
        id: first,
        run,
        person: 'ada',
        state: 'sending',
        beforeSha256: null,
        beforeVersion: null,
        sentSha256: 'aa',
      },
      {
        id: second,
        run,
        person: 'grace',
        state: 'planned',
        beforeSha256: undefined,
        beforeVersion: null,
        sentSha256: null,
      },
    ])
    await next.close()
  })

  it('never mixes two directories up', async () => {
    const ledger = await open()
    await change(ledger, undefined, picture, 'v1')
    await ledger.close()
    const other = await openLedgerReader(folder.path, 'folder:/other')
    expect(other.standing('ada')).to.equal(undefined)
    expect(other.owned()).to.deep.equal([])
    other.close()
  })

  it('creates no file when it is only read', async () => {
    const nowhere = await openLedgerReader(folder.join('none'), directory)
    expect(nowhere.standing('ada')).to.equal(undefined)
    nowhere.close()
    expect(await readdir(folder.path)).to.deep.equal([])
  })

  it('refuses a ledger of a newer version', async () => {
    const ledger = await open()
    await ledger.close()
    const file = openSqlite(folder.join('ledger.sqlite'), 'write')
    file.exec('PRAGMA user_version = 99')
    file.close()
    expect(await open().catch((error: unknown) => error)).to.include({ code: 'vault-newer', exitCode: 8 })
    expect(await openLedgerReader(folder.path, directory).catch((error: unknown) => error)).to.include({
      code: 'vault-newer',
    })
  })

  it('keeps its files to the owner, also those that SQLite puts beside it', async () => {
    const ledger = await open()
    await ledger.begin('sync')
    for (const name of ['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-shm']) {
      expect((await stat(folder.join(name))).mode & 0o777, name).to.equal(0o600)
    }
    await ledger.close()
  })

  it('can be laid out by several at the same time', async () => {
    const ledgers = await Promise.all(Array.from({ length: 8 }, open))
    for (const ledger of ledgers) await ledger.begin('sync')
    for (const ledger of ledgers) await ledger.close()
  })

  it('shares one transaction among what comes at the same time', async () => {
    const ledger = await open()
    const run = await ledger.begin('sync')
    const people = Array.from({ length: 500 }, (_, index) => ({
      ...ada,
      person: { ...ada.person, id: `p${index}` },
    }))
    const ids = await ledger.planned(run, people)
    await Promise.all(ids.map((id) => ledger.failed(id, { code: 'x', message: 'y' })))
    expect(ledger.open()).to.deep.equal([])
    await ledger.close()
  })
})

describe('the SQLite wrapper', () => {
  const folder = temporaryFolder()

  it('refuses what would end the process', () => {
    const database = openSqlite(folder.join('x.sqlite'), 'write')
    database.exec('CREATE TABLE t (a)')
    for (const bad of [true, new Date(), {}, undefined, Number.NaN]) {
      expect(() => database.run('INSERT INTO t VALUES (?)', bad as never)).to.throw(TypeError)
    }
    database.close()
  })
})
