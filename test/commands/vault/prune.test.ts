import { readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { avatarctl } from '../../support/command-line.ts'
import { fiveColleagues, makeCompany, snapshot } from '../../support/company.ts'
import { picture } from '../../support/pictures.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('avatarctl vault prune', () => {
  const home = temporaryFolder()
  const run = (...args: string[]) => avatarctl(args, { home: home.path })
  const sync = (...args: string[]) => run('sync', '-d', 'folder:company', ...args)
  const originals = () => snapshot(home.join('data', 'vault', 'originals'))
  let before: Record<string, string>

  beforeEach(async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    before = await snapshot(home.join('company'))
  })

  it('gives up drawings of ours, and never a photo that is not back in place', async () => {
    await sync('--replace', 'all', '--yes')
    const human = await originals()
    await sync('--size', '64')
    expect(Object.keys(await originals()).length).to.be.greaterThan(Object.keys(human).length)
    const { code, json } = await run('vault', 'prune', '--yes', '--json')
    expect(code).to.equal(0)
    expect(json<{ summary: object }>().summary).to.include({ backInPlace: 0, strays: 0, drawings: 4 })
    expect(await originals()).to.deep.equal(human)
    expect((await run('vault', 'verify', '--read-data')).code).to.equal(0)
    expect((await run('restore', '-d', 'folder:company', '--all')).code).to.equal(0)
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
  })

  it('gives up photos that are back in place, and says so when one of them is asked for again', async () => {
    const { run: id } = (await sync('--replace', 'all', '--yes', '--json')).json<{ run: string }>()
    await run('restore', '-d', 'folder:company', '--all')
    const { json } = await run('vault', 'prune', '--yes', '--json')
    expect(json<{ summary: object }>().summary).to.include({ backInPlace: 2 })
    expect(await originals()).to.deep.equal({})
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
    expect((await run('vault', 'verify', '--read-data')).code).to.equal(0)

    await writeFile(home.join('company', 'photos', '4.jpg'), await picture('green', 'jpeg'))
    const again = await run(
      'restore',
      '-d',
      'folder:company',
      '--run',
      id,
      '--person',
      '4',
      '--yes',
      '--json',
    )
    expect(again.code).to.equal(3)
    const { changes } = again.json<{ changes: { error: { code: string } }[] }>()
    expect(changes.map(({ error }) => error.code)).to.deep.equal(['pruned'])
  })

  it('never gives up an older photo that somebody chose, though a newer one took its place', async () => {
    await sync('--replace', 'all', '--yes')
    const human = await originals()
    const photo = Object.keys(await snapshot(home.join('company', 'photos'))).find((file) =>
      file.startsWith('4.'),
    )
    await rm(home.join('company', 'photos', photo ?? ''))
    await writeFile(home.join('company', 'photos', '4.jpg'), await picture('green', 'jpeg'))
    await sync('--replace', 'all', '--yes')
    await run('vault', 'prune', '--yes')
    expect(await originals()).to.include(human)
    expect(Object.keys(await originals())).to.have.length(Object.keys(human).length + 1)
  })

  it('asks first; without a terminal nothing is deleted without --yes', async () => {
    await sync('--replace', 'all', '--yes')
    await sync('--size', '64')
    const all = await snapshot(home.join('data'))
    for (const args of [['--json'], ['--dry-run'], ['--dry-run', '--json']]) {
      const { code } = await run('vault', 'prune', ...args)
      expect(code).to.equal(args.includes('--dry-run') ? 0 : 2)
      expect(await snapshot(home.join('data', 'vault'))).to.deep.equal(
        Object.fromEntries(
          Object.entries(all)
            .filter(([file]) => file.startsWith('vault/'))
            .map(([file, hash]) => [file.slice('vault/'.length), hash]),
        ),
      )
    }
  })

  it('takes away what killed runs left behind, and leaves alone what somebody put there', async () => {
    await sync('--replace', 'all', '--yes')
    const shelf = path.dirname(
      home.join('data', 'vault', 'originals', Object.keys(await originals())[0] ?? ''),
    )
    await writeFile(path.join(shelf, '.0123456789abcdef.tmp'), 'half')
    await writeFile(path.join(shelf, `${'ab'.repeat(32)}.png`), 'stored, and never listed')
    await writeFile(path.join(shelf, 'notes.txt'), 'mine')
    const vault = home.join('data', 'vault')
    for (const name of ['.originals.ndjson.tmp', 'ledger-version-1.sqlite.0a1b2c3d.tmp'])
      await writeFile(path.join(vault, name), 'half')
    await writeFile(path.join(vault, 'ledger-version-1.sqlite'), 'a copy that is kept')
    const kept = await originals()
    const { json } = await run('vault', 'prune', '--yes', '--json')
    expect(json<{ summary: object }>().summary).to.include({ strays: 4 })
    const left = Object.keys(kept).filter((file) => !/\.tmp$|abab/.test(file))
    expect(Object.keys(await originals())).to.deep.equal(left)
    // SQLite takes its log and its index away when the last connection is gone, or the next time.
    const files = (await readdir(vault)).filter((name) => !/-(?:shm|wal)$/.test(name))
    expect(files).to.have.members([
      ...['ledger.sqlite', 'ledger-version-1.sqlite', 'originals', 'originals.ndjson'],
    ])
  })

  it('deletes nothing while an original is missing', async () => {
    await sync('--replace', 'all', '--yes')
    await sync('--size', '64')
    const all = await originals()
    const [victim = ''] = Object.keys(all)
    await rm(home.join('data', 'vault', 'originals', victim))
    const { code, stderr } = await run('vault', 'prune', '--yes')
    expect(code).to.equal(8)
    expect(stderr).to.contain('Nothing was deleted')
    expect(Object.keys(await originals())).to.have.length(Object.keys(all).length - 1)
  })

  it('leaves alone what is younger than --older-than', async () => {
    await sync('--replace', 'all', '--yes')
    await sync('--size', '64')
    const all = await originals()
    const { stdout } = await run('vault', 'prune', '--older-than', '1', '--yes')
    expect(stdout).to.contain('nothing that nobody needs')
    expect(await originals()).to.deep.equal(all)
  })
})
