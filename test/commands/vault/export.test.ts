import { readdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { avatarctl } from '../../support/command-line.ts'
import { fiveColleagues, makeCompany, snapshot } from '../../support/company.ts'
import { picture } from '../../support/pictures.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('avatarctl vault export', () => {
  const home = temporaryFolder()
  const run = (...args: string[]) => avatarctl(args, { home: home.path })

  it('copies every photo that somebody chose, under the name of who it is, with a table of whose is whose', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    const before = await snapshot(home.join('company', 'photos'))
    await run('sync', '-d', 'folder:company', '--replace', 'all', '--yes')
    // Our own drawings become originals too, and are not what is wanted here.
    await run('sync', '-d', 'folder:company', '--size', '64')
    const { code, json } = await run('vault', 'export', 'out', '--json')
    expect(code).to.equal(0)
    expect(json<{ summary: { files: number } }>().summary.files).to.equal(Object.keys(before).length)
    const files = await snapshot(home.join('out'))
    const exported = Object.entries(files).filter(([name]) => name !== 'originals.csv')
    expect(exported.map(([, hash]) => hash).sort()).to.deep.equal(Object.values(before).sort())
    expect(exported.map(([name]) => name).join('\n')).to.match(
      /\/Grace Hopper \d{4}-\d\d-\d\d [0-9a-f]{8}\.png/,
    )
    const table = await readFile(home.join('out', 'originals.csv'), 'utf8')
    expect(table.trim().split('\r\n')).to.have.length(exported.length + 1)
    expect(table).to.contain('"Grace Hopper","grace@example.com"')
  })

  it('goes on with what an earlier export left, and never replaces a file', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    await run('backup', '-d', 'folder:company')
    await run('vault', 'export', 'out')
    const first = await snapshot(home.join('out'))
    expect((await run('vault', 'export', 'out')).code).to.equal(0)
    expect(await snapshot(home.join('out'))).to.deep.equal(first)
    const [name = ''] = Object.keys(first).filter((file) => file.endsWith('.png'))
    await writeFile(home.join('out', name), 'mine')
    const { code, stderr } = await run('vault', 'export', 'out')
    expect(code).to.equal(2)
    expect(stderr).to.contain('is there already')
    expect(await readFile(home.join('out', name), 'utf8')).to.equal('mine')
  })

  it('gives hostile names a file that every file system takes, inside its folder', async () => {
    const colours = ['red', 'blue', 'green', 'black', 'white', 'cyan', 'pink', 'gold', 'grey']
    const pictures = await Promise.all(colours.map((colour) => picture(colour)))
    const names = [
      '../../etc/passwd',
      'CON',
      'a'.repeat(300),
      'Ada\u202Egnp.exe',
      'A\0B',
      '.',
      'ada',
      'ADA',
      '王'.repeat(90),
    ]
    const people = names.map((name, index) => ({
      ...{ id: `p${index}`, name, email: `p${index}@example.com` },
      photo: { file: `p${index}.png`, bytes: pictures[index] ?? Buffer.alloc(0) },
    }))
    await makeCompany(home.join('company'), people)
    expect((await run('backup', '-d', 'folder:company')).code).to.equal(0)
    const { code, stderr } = await run('vault', 'export', 'out')
    expect(code, stderr).to.equal(0)
    const [directory = ''] = (await readdir(home.join('out'))).filter((name) => name !== 'originals.csv')
    const files = await readdir(home.join('out', directory))
    for (const file of [directory, ...files]) {
      expect(file).to.match(/^[\p{L}\p{N}\p{M}@+_. ~-]+$/u)
      expect(Buffer.byteLength(file)).to.be.lessThan(144)
      expect(file.split(' ')[0]).to.not.match(/^(con|\.|\.\.)$/i)
    }
    const table = (await readFile(home.join('out', 'originals.csv'), 'utf8')).trim().split('\r\n')
    expect(table).to.have.length(names.length + 1)
    // "ada" and "ADA" are told apart where a disk would not.
    const folded = new Set(files.map((file) => file.toLowerCase().normalize('NFC')))
    expect(folded.size).to.equal(files.length)
  })

  it('names a damaged original, copies the others, and ends with 8', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    await run('backup', '-d', 'folder:company')
    const originals = home.join('data', 'vault', 'originals')
    const [victim = ''] = Object.keys(await snapshot(originals))
    await writeFile(`${originals}/${victim}`, 'damaged')
    const { code, json } = await run('vault', 'export', 'out', '--json')
    expect(code).to.equal(8)
    const { files, summary } = json<{ files: { error: { code: string } | null }[]; summary: object }>()
    expect(summary).to.include({ files: 1, damaged: 1 })
    expect(files.filter(({ error }) => error?.code === 'vault-damaged')).to.have.length(1)
  })

  it('copies those of one person who asks for theirs', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    await run('backup', '-d', 'folder:company')
    const { json } = await run('vault', 'export', 'out', '--person', 'Nikos@example.com', '--json')
    expect(
      json<{ files: { person: { id: string } }[] }>().files.map(({ person }) => person.id),
    ).to.deep.equal(['4'])
    expect((await run('vault', 'export', 'other', '--person', 'nobody@example.com')).code).to.equal(2)
  })
})
