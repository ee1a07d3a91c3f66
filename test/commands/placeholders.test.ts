import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startSandbox, type Sandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { type Colleague, makeCompany, snapshot, writePeople } from '../support/company.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Listed {
  people: {
    id: string
    photo: {
      state: string
      owner: string | null
      placeholder?: true
      version: string | null
      sha256?: string
    }
  }[]
  summary: { people: number; missing: number; own: number; human: number }
}

interface Synced {
  changes: {
    person: { id: string }
    action: string
    reason: string
    outcome: string
    before: { state: string; sha256: string | null }
  }[]
  summary: { planned: number; done: number }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('pictures that count as no photo', () => {
  const home = temporaryFolder()
  let silhouette: Buffer
  let colleagues: Colleague[]

  async function settings(value: object): Promise<void> {
    await mkdir(home.join('config'), { recursive: true })
    await writeFile(home.join('config', 'settings.json'), JSON.stringify(value))
  }

  const run = (...args: string[]) => avatarctl(args, { home: home.path })
  const json = async <T>(...args: string[]) => {
    const ended = await run(...args, '--json')
    expect(ended.code, ended.stderr + ended.stdout).to.equal(0)
    return ended.json<T>()
  }

  describe('in a folder', () => {
    beforeEach(async () => {
      silhouette = Buffer.from(await picture('grey'))
      const photo = (id: string, bytes: Uint8Array) => ({ photo: { file: `${id}.png`, bytes } })
      colleagues = [
        { id: '1', name: 'Ada Lovelace', email: 'ada@example.com', ...photo('1', silhouette) },
        { id: '2', name: 'Grace Hopper', email: 'grace@example.com', ...photo('2', silhouette) },
        { id: '3', name: 'Joan Clarke', email: 'joan@example.com', ...photo('3', await picture('red')) },
        { id: '4', name: 'Νίκος Παπάς', email: 'nikos@example.com' },
      ]
      await makeCompany(home.join('company'), colleagues)
      await settings({ placeholders: [sha256(silhouette).toUpperCase()] })
    })
    const inCompany = ['-d', 'folder:company']

    it('are no photo in a list: in its state, its filter and its sums', async () => {
      const { people, summary } = await json<Listed>('list', ...inCompany)
      expect(people.map(({ photo }) => [photo.state, photo.owner, photo.placeholder ?? false])).to.deep.equal(
        [
          ['missing', null, true],
          ['missing', null, true],
          ['present', 'human', false],
          ['missing', null, false],
        ],
      )
      expect(summary).to.deep.equal({ people: 4, missing: 3, own: 0, human: 1 })
      const ids = async (photo: string) =>
        (await json<Listed>('list', ...inCompany, '--photo', photo)).people.map(({ id }) => id)
      expect(await ids('missing')).to.deep.equal(['1', '2', '4'])
      expect(await ids('present')).to.deep.equal(['3'])
      expect((await run('list', ...inCompany)).stdout).to.match(/Ada Lovelace .* placeholder\s*\n/)
    })

    it('give way to an avatar without a question, are stored first, and are put back by restore', async () => {
      const before = await snapshot(home.join('company'))
      const { changes, summary } = await json<Synced>('sync', ...inCompany)
      expect(changes.map(({ person, action, reason }) => [person.id, action, reason])).to.deep.equal([
        ['1', 'create', 'only a placeholder'],
        ['2', 'create', 'only a placeholder'],
        ['4', 'create', 'no photo'],
      ])
      expect(changes[0]?.before).to.include({ state: 'present', sha256: sha256(silhouette) })
      expect(summary).to.include({ planned: 3, done: 3 })
      const originals = await snapshot(home.join('data', 'vault', 'originals'))
      expect(Object.values(originals)).to.deep.equal([sha256(silhouette)])
      expect((await json<Synced>('sync', ...inCompany)).summary.planned).to.equal(0)
      expect((await json<Synced>('restore', '--all', ...inCompany)).summary.done).to.equal(3)
      expect(await snapshot(home.join('company'))).to.deep.equal(before)
    })

    it('are left out once they were restored, and filled for whoever is named', async () => {
      await json('sync', ...inCompany)
      await json('restore', '--all', ...inCompany)
      expect((await json<Synced>('sync', ...inCompany)).summary.planned).to.equal(0)
      const { changes } = await json<Synced>('sync', ...inCompany, '--person', '1')
      expect(changes.map(({ action, reason }) => [action, reason])).to.deep.equal([
        ['create', 'named, and has no photo'],
      ])
    })

    it('that stand where our avatar was are as if somebody had taken it away', async () => {
      await json('sync', ...inCompany)
      await writeFile(home.join('company', 'photos', '1.png'), silhouette)
      const planned = async (...args: string[]) =>
        (await json<Synced>('sync', ...inCompany, '--dry-run', ...args)).changes.map(
          ({ person, action, reason }) => [person.id, action, reason],
        )
      expect(await planned()).to.deep.equal([
        ['1', 'skip', 'somebody took our avatar away (--refill-removed puts one up again)'],
      ])
      expect(await planned('--refill-removed')).to.deep.equal([['1', 'create', 'our avatar was taken away']])
    })

    it('have images made for them, and are none of those that are kept from a dry run', async () => {
      const { files } = await json<{ files: { person: { id: string } }[] }>(
        'generate',
        ...inCompany,
        '-o',
        'faces',
      )
      expect(files.map(({ person }) => person.id)).to.deep.equal(['1', '2', '4'])
    })

    it('count for one connection only, where they stand there', async () => {
      const connection = { type: 'folder', options: { path: home.join('company') } }
      await settings({
        connections: { main: { ...connection, placeholders: [sha256(silhouette)] }, other: connection },
      })
      expect((await json<Listed>('list', '-d', 'main')).summary.missing).to.equal(3)
      expect((await json<Listed>('list', '-d', 'other')).summary.missing).to.equal(1)
    })

    it('are found by whoever looks for them: their hash, and that several people are shown with it', async () => {
      await settings({})
      const { stdout } = await run('list', ...inCompany, '--columns', 'name,sha256')
      expect(stdout).to.include(`The same picture is shown for 2 people: ${sha256(silhouette)}`)
      expect(stdout).to.match(/Where nobody has chosen it, it belongs under "placeholders" in the settings\./)
      expect(stdout).to.match(new RegExp(`Joan Clarke +${sha256(await picture('red'))}\n`))
      expect(stdout).not.to.include('The same picture is shown for 1')
      const { people } = await json<Listed>('list', ...inCompany, '--columns', 'sha256')
      expect(people.map(({ photo }) => photo.sha256 ?? null)).to.deep.equal([
        ...[sha256(silhouette), sha256(silhouette), sha256(await picture('red')), null],
      ])
    })

    it('leave nothing of a leaver: not of one who is forgotten, nor of one who is not listed any more', async () => {
      await json('list', ...inCompany)
      const remembered = async () => {
        const vault = home.join('data', 'vault')
        const files = (await readdir(vault)).filter((name) => name.startsWith('photo-hashes'))
        return (await Promise.all(files.map((name) => readFile(path.join(vault, name), 'latin1')))).join('')
      }
      const red = sha256(await picture('red'))
      expect(await remembered()).to.include(red)
      expect((await run('vault', 'forget', 'joan@example.com', '--yes')).code).to.equal(0)
      expect(await remembered()).to.not.include(red)
      await json('list', ...inCompany)
      expect(await remembered()).to.include(red)
      await writePeople(home.join('company'), colleagues.slice(0, 2))
      await json('list', ...inCompany)
      // Nobody who is gone is known any more.
      expect((await run('vault', 'forget', 'joan@example.com', '--yes')).code).to.equal(2)
    })

    it('cost a dry run no file, and nobody who has none of them a look', async () => {
      const before = await snapshot(home.path)
      await json('sync', ...inCompany, '--dry-run')
      expect(await snapshot(home.path)).to.deep.equal(before)
      await settings({})
      const without = await snapshot(home.path)
      await json('list', ...inCompany)
      expect(await snapshot(home.path)).to.deep.equal(without)
    })
  })

  describe('at a service', () => {
    let sandbox: Sandbox
    afterEach(() => sandbox.close())

    const people = () =>
      sandbox.company.people.filter(({ status }) => ['Enabled', 'NotActivated'].includes(status))

    /** How often photos were read since it was asked last. */
    let seen = 0
    const reads = () => {
      const all = sandbox.log.filter(
        ({ method, path }) => method === 'GET' && path.includes('/profile-image'),
      )
      const count = all.length - seen
      seen = all.length
      return count
    }

    const at = (...args: string[]) =>
      avatarctl([...args, '--json'], { home: home.path, env: sandbox.environment })

    beforeEach(async () => {
      seen = 0
      silhouette = Buffer.from(await picture('grey'))
      sandbox = await startSandbox({ people: 12, limits: 'none' })
      for (const { id } of people().slice(0, 6)) await sandbox.company.setPhoto(id, silhouette, 'image/png')
      for (const { id } of people().slice(6)) await sandbox.company.setPhoto(id, null)
      const human = people()[6]!
      await sandbox.company.setPhoto(human.id, await picture('red'), 'image/png')
      await settings({ placeholders: [sha256(silhouette)] })
    })

    it('are read once, whatever runs after, until they change; ours are not read at all', async () => {
      const list = async () => (await at('list')).json<Listed>().summary
      expect(await list()).to.include({ missing: people().length - 1, human: 1 })
      expect(reads()).to.equal(7)
      expect(await list()).to.include({ missing: people().length - 1, human: 1 })
      expect((await at('sync', '--dry-run')).json<Synced>().summary.planned).to.equal(people().length - 1)
      expect(reads()).to.equal(0)

      await sandbox.company.setPhoto(people()[0]!.id, await picture('teal'), 'image/png')
      expect(await list()).to.include({ human: 2 })
      expect(reads()).to.equal(1)

      expect((await at('sync')).code).to.equal(0)
      reads()
      expect((await at('sync')).json<Synced>().summary.planned).to.equal(0)
      expect(await list()).to.include({ missing: 0, human: 2, own: people().length - 2 })
      expect(reads()).to.equal(0)
    })

    it('are known without a look where a backup has read them', async () => {
      expect((await at('backup')).code).to.equal(0)
      reads()
      expect((await at('list')).json<Listed>().summary).to.include({ human: 1 })
      expect(reads()).to.equal(0)
    })

    it('are looked for only where the settings have any', async () => {
      await settings({})
      expect((await at('list')).json<Listed>().summary).to.include({ human: 7 })
      expect(reads()).to.equal(0)
    })

    it('are never assumed: whose photo cannot be read is left alone, and said', async () => {
      sandbox.setFault({
        ...{ method: 'GET', path: `${people()[0]!.id}/profile-image`, times: 1000 },
        effect: { kind: 'answer', status: 403, body: '{"errorCode":"CMN-408"}' },
      })
      const { code, json: document } = await at('sync')
      expect(code).to.equal(3)
      const { changes } = document<Synced>()
      const [failed] = changes.filter(({ outcome }) => outcome === 'failed')
      expect(failed).to.include({ action: 'skip', reason: 'the photo cannot be read' })
      expect(sha256(sandbox.company.photo(people()[0]!.id)!.bytes)).to.equal(sha256(silhouette))
      expect(changes.filter(({ outcome }) => outcome === 'done')).to.have.length(people().length - 2)
    })
  })
})
