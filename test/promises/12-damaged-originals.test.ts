import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { fiveColleagues, makeCompany, snapshot } from '../support/company.ts'
import { preparedFolder } from '../support/temporary-folder.ts'

describe('promise 12: a damaged original is detected, named, never restored and never silently deleted', () => {
  let before: Record<string, string>
  const home = preparedFolder(async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    before = await snapshot(home.join('company'))
    await run('sync', '-d', 'folder:company', '--replace', 'all', '--yes')
  })
  const run = (...args: string[]) => avatarctl(args, { home: home.path })

  async function originalOf(hash: string): Promise<string> {
    const shelf = home.join('data', 'vault', 'originals', hash.slice(0, 2))
    return path.join(shelf, (await readdir(shelf)).find((name) => name.startsWith(hash)) ?? '')
  }

  for (const [what, damage] of [
    [
      'with one bit flipped',
      async (file: string) => {
        const bytes = await readFile(file)
        bytes[40] = (bytes[40] ?? 0) ^ 1
        await writeFile(file, bytes)
      },
    ],
    ['cut short', async (file: string) => await writeFile(file, (await readFile(file)).subarray(0, 50))],
    ['missing', async (file: string) => await rm(file)],
  ] as const) {
    it(`an original ${what}: the others are put back, exit 8`, async () => {
      const hash = before['photos/2.png'] ?? ''
      await damage(await originalOf(hash))
      const ours = (await snapshot(home.join('company')))['photos/2.png']

      const { code, json } = await run('restore', '-d', 'folder:company', '--all', '--yes', '--json')
      expect(code).to.equal(8)
      const { changes } = json<{
        changes: {
          person: { id: string }
          outcome: string
          error: { code: string; message: string } | null
        }[]
      }>()
      const refused = changes.find(({ person }) => person.id === '2')
      expect(refused).to.include({ outcome: 'failed' })
      expect(refused?.error).to.include({ code: 'vault-damaged' })
      expect(refused?.error?.message).to.contain(hash.slice(0, 12))
      expect(await snapshot(home.join('company'))).to.deep.equal({ ...before, 'photos/2.png': ours })

      const verified = await run('vault', 'verify', '--read-data', '--json')
      expect(verified.code).to.equal(8)
      const { problems } = verified.json<{ problems: { sha256: string; people: { person: string }[] }[] }>()
      expect(
        problems.map(({ sha256, people }) => [sha256, people.map(({ person }) => person)]),
      ).to.deep.equal([[hash, ['2']]])
    })
  }
})
