import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { avatarctl } from '../../support/command-line.ts'
import { fiveColleagues, makeCompany, snapshot } from '../../support/company.ts'
import { picture } from '../../support/pictures.ts'
import { preparedFolder } from '../../support/temporary-folder.ts'

describe('avatarctl vault verify --rebuild', () => {
  let before: Record<string, string>
  const home = preparedFolder(async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    before = await snapshot(home.join('company'))
    await run('sync', '-d', 'folder:company', '--replace', 'all', '--yes')
    await run('sync', '-d', 'folder:company', '--size', '64')
  })
  const run = (...args: string[]) => avatarctl(args, { home: home.path })
  const ledger = () => home.join('data', 'vault', 'ledger.sqlite')

  it('is asked for when the ledger is gone; nothing else goes on as if nobody had ever been served', async () => {
    await rm(ledger())
    const photos = await snapshot(home.join('company'))
    for (const args of [['sync'], ['sync', '--dry-run'], ['restore', '--all'], ['backup'], ['list']]) {
      const { code, json } = await run(...args, '-d', 'folder:company', '--json')
      expect(code, args.join(' ')).to.equal(8)
      expect(json<{ error: { hint: string } }>().error.hint).to.contain('vault verify --rebuild')
    }
    expect((await run('vault', 'verify')).code).to.equal(8)
    expect(await snapshot(home.join('company'))).to.deep.equal(photos)
  })

  it('knows again what is ours, and what stood there before a series of ours', async () => {
    await rm(ledger())
    expect((await run('vault', 'verify', '--rebuild')).code).to.equal(0)
    const { summary } = (await run('sync', '-d', 'folder:company', '--size', '64', '--json')).json<{
      summary: { planned: number }
    }>()
    expect(summary.planned, 'nobody is done twice').to.equal(0)
    // A further picture of ours goes on with the series.
    await run('sync', '-d', 'folder:company', '--size', '96')
    expect((await run('restore', '-d', 'folder:company', '--all')).code).to.equal(0)
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
  })

  it('leaves alone what somebody has chosen since', async () => {
    const chosen = await picture('green', 'jpeg')
    for (const file of await readdir(home.join('company', 'photos')))
      if (file.startsWith('4.')) await rm(home.join('company', 'photos', file))
    await writeFile(home.join('company', 'photos', '4.jpg'), chosen)
    await rm(ledger())
    await run('vault', 'verify', '--rebuild')
    await run('sync', '-d', 'folder:company')
    await run('restore', '-d', 'folder:company', '--all')
    expect(await readFile(home.join('company', 'photos', '4.jpg'))).to.deep.equal(chosen)
  })

  it('remembers who was restored and is to be left out', async () => {
    await run('restore', '-d', 'folder:company', '--all')
    await rm(ledger())
    await run('vault', 'verify', '--rebuild')
    await run('sync', '-d', 'folder:company', '--replace', 'all', '--yes')
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
  })

  for (const [what, spoil] of [
    ['full of noise', (bytes: Buffer) => bytes.map((byte, index) => (index > 100 ? byte ^ 0x5a : byte))],
    ['empty', () => Buffer.alloc(0)],
  ] as const) {
    it(`mends a ledger that is ${what}, and keeps it under another name`, async () => {
      const damaged = Buffer.from(spoil(await readFile(ledger())))
      await writeFile(ledger(), damaged)
      expect((await run('sync', '-d', 'folder:company')).code).to.equal(8)
      const { code, stdout } = await run('vault', 'verify', '--rebuild')
      expect(code, stdout).to.equal(0)
      const names = await readdir(home.join('data', 'vault'))
      const [kept = ''] = names.filter((name) => name.startsWith('ledger-set-aside-'))
      expect(await readFile(home.join('data', 'vault', kept))).to.deep.equal(damaged)
      expect((await run('restore', '-d', 'folder:company', '--all')).code).to.equal(0)
      expect(await snapshot(home.join('company'))).to.deep.equal(before)
    })
  }

  it('gives up the history of a ledger that is in order only when told to', async () => {
    const all = await snapshot(home.join('data', 'vault'))
    expect((await run('vault', 'verify', '--rebuild')).code).to.equal(2)
    expect(await snapshot(home.join('data', 'vault'))).to.deep.equal(all)
    expect((await run('vault', 'verify', '--rebuild', '--yes')).code).to.equal(0)
  })

  it('reports a line of the list that cannot be read, and goes on with the others', async () => {
    const list = home.join('data', 'vault', 'originals.ndjson')
    await writeFile(list, `{"torn\n${await readFile(list, 'utf8')}`)
    await rm(ledger())
    const { code, stdout } = await run('vault', 'verify', '--rebuild')
    expect(code).to.equal(8)
    expect(stdout).to.contain('line 1 of originals.ndjson cannot be read')
    expect((await run('restore', '-d', 'folder:company', '--all')).code).to.equal(0)
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
  })
})
