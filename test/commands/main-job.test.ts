import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import sharp from 'sharp'
import { avatarctl } from '../support/command-line.ts'
import { type Colleague, fiveColleagues, makeCompany, snapshot, writePeople } from '../support/company.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface SyncDocument {
  run: string | null
  directory: string
  dryRun: boolean
  changes: {
    person: { id: string; name: string | null; email: string | null }
    action: string
    reason: string
    generator: string | null
    before: { state: string; sha256: string | null; version: string | null }
    after: {
      sha256: string
      mediaType: string
      width: number
      height: number
      bytes: number
      version: string
    } | null
    outcome: string
    error: { code: string; message: string } | null
  }[]
  summary: Record<string, number>
  error?: { code: string; message: string; hint: string | null; exitCode: number }
}

describe('the main job: a folder of people and photos', () => {
  const home = temporaryFolder()
  let colleagues: Colleague[]
  const run = (...args: string[]) => avatarctl(args, { home: home.path })
  const photo = (name: string) => home.join('company', 'photos', name)

  beforeEach(async () => {
    colleagues = await fiveColleagues()
    await makeCompany(home.join('company'), colleagues)
  })

  it('lists who has a photo, and leaves rooms out', async () => {
    const { code, json } = await run('list', '-d', 'folder:company', '--json')
    expect(code).to.equal(0)
    const { people, summary, directory } = json<{
      people: { id: string; photo: Record<string, unknown> }[]
      summary: unknown
      directory: string
    }>()
    expect(directory).to.equal(`folder:${home.join('company')}`)
    expect(people.map(({ id, photo: { state, owner } }) => [id, state, owner])).to.deep.equal([
      ['1', 'missing', null],
      ['2', 'present', 'human'],
      ['3', 'missing', null],
      ['4', 'present', 'human'],
    ])
    expect(summary).to.deep.equal({ people: 4, missing: 2, own: 0, human: 2 })
  })

  it('gives everybody without a photo a valid square one, and touches nobody else', async () => {
    const before = await snapshot(home.join('company'))
    const { code, json, stderr } = await run('sync', '-d', 'folder:company', '--json')
    expect(code, stderr).to.equal(0)
    const { changes, summary, dryRun } = json<SyncDocument>()
    expect(dryRun).to.equal(false)
    expect(
      changes.map(({ person, action, outcome, generator }) => [person.id, action, outcome, generator]),
    ).to.have.deep.members([
      ['1', 'create', 'done', 'initials'],
      ['3', 'create', 'done', 'initials'],
    ])
    expect(summary).to.include({ people: 4, planned: 2, done: 2, failed: 0, skipped: 2 })
    for (const { person, after } of changes) {
      const { format, width, height } = await sharp(await readFile(photo(`${person.id}.png`))).metadata()
      expect({ format, width, height }).to.deep.equal({ format: 'png', width: 512, height: 512 })
      expect(after).to.include({ mediaType: 'image/png', width: 512, height: 512 })
    }
    const after = await snapshot(home.join('company'))
    expect(after).to.include(before)
    expect(Object.keys(after)).to.have.length(Object.keys(before).length + 2)
  })

  it('does nothing the second time', async () => {
    await run('sync', '-d', 'folder:company')
    const before = await snapshot(home.join('company'))
    const { code, json } = await run('sync', '-d', 'folder:company', '--json')
    expect(code).to.equal(0)
    expect(json<SyncDocument>().changes).to.deep.equal([])
    expect(json<SyncDocument>().summary).to.include({ planned: 0, done: 0, skipped: 4 })
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
  })

  it('shows whose pictures are whose afterwards', async () => {
    await run('sync', '-d', 'folder:company')
    const { json } = await run('list', '-d', 'folder:company', '--json', '--photo', 'own')
    const { people } = json<{ people: { id: string; photo: { owner: string } }[] }>()
    expect(people.map(({ id, photo: { owner } }) => [id, owner])).to.deep.equal([
      ['1', 'own-current'],
      ['3', 'own-current'],
    ])
  })

  it('refreshes an avatar whose person has a new name, and no other', async () => {
    await run('sync', '-d', 'folder:company')
    await writePeople(
      home.join('company'),
      colleagues.map((one) => (one.id === '1' ? { ...one, name: 'Ada King' } : one)),
    )
    const listed = await run('list', '-d', 'folder:company', '--json', '--photo', 'own')
    expect(listed.json<{ people: { photo: { owner: string } }[] }>().people[0]?.photo.owner).to.equal(
      'own-outdated',
    )
    const { json } = await run('sync', '-d', 'folder:company', '--json')
    expect(
      json<SyncDocument>().changes.map(({ person, action, outcome }) => [person.id, action, outcome]),
    ).to.deep.equal([['1', 'refresh', 'done']])
  })

  it('puts everything back, byte for byte, also who had none', async () => {
    const before = await snapshot(home.join('company'))
    await run('sync', '-d', 'folder:company', '--replace', 'all', '--yes')
    expect(await snapshot(home.join('company'))).to.not.deep.equal(before)
    const { code, json } = await run('restore', '-d', 'folder:company', '--all', '--yes', '--json')
    expect(code).to.equal(0)
    expect(json<SyncDocument>().summary).to.include({ done: 4, failed: 0 })
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
  })

  it('leaves restored people out of later syncs, until they are named', async () => {
    await run('sync', '-d', 'folder:company')
    await run('restore', '-d', 'folder:company', '--person', 'ada@example.com')
    const second = await run('sync', '-d', 'folder:company', '--json')
    expect(
      second.json<SyncDocument>().changes.map(({ person, action, outcome }) => [person.id, action, outcome]),
    ).to.deep.equal([['1', 'skip', 'skipped']])
    const named = await run('sync', '-d', 'folder:company', '--person', '1', '--json')
    expect(named.json<SyncDocument>().changes.map(({ action, outcome }) => [action, outcome])).to.deep.equal([
      ['create', 'done'],
    ])
  })

  it('replaces photos that people chose only with --yes, and else does nothing at all', async () => {
    const before = await snapshot(home.path)
    const { code, stderr } = await run('sync', '-d', 'folder:company', '--replace', 'all')
    expect(code).to.equal(2)
    expect(stderr).to.contain('--yes')
    const after = await snapshot(home.path)
    expect(Object.keys(after).filter((file) => file.startsWith('company'))).to.deep.equal(Object.keys(before))
    expect(after).to.include(before)
  })

  it('keeps a photo that somebody has chosen since, but for who is named with --yes', async () => {
    await run('sync', '-d', 'folder:company')
    await writeFile(photo('1.png'), await picture('green'))
    const all = await run('restore', '-d', 'folder:company', '--all', '--json')
    expect(
      all.json<SyncDocument>().changes.map(({ person, action }) => [person.id, action]),
    ).to.have.deep.members([
      ['1', 'skip'],
      ['3', 'remove'],
    ])
    expect(await readFile(photo('1.png'))).to.deep.equal(await picture('green'))

    expect((await run('restore', '-d', 'folder:company', '--person', '1')).code).to.equal(2)
    expect(await readFile(photo('1.png'))).to.deep.equal(await picture('green'))
    expect((await run('restore', '-d', 'folder:company', '--person', '1', '--yes')).code).to.equal(0)
    expect(await snapshot(home.join('company', 'photos'))).to.not.have.property('1.png')
  })

  it('does not put up again what somebody took away, unless asked to', async () => {
    await run('sync', '-d', 'folder:company')
    await rm(photo('1.png'))
    const left = await run('sync', '-d', 'folder:company', '--json')
    expect(left.json<SyncDocument>().changes.map(({ person, action }) => [person.id, action])).to.deep.equal([
      ['1', 'skip'],
    ])
    const refilled = await run('sync', '-d', 'folder:company', '--json', '--refill-removed')
    expect(
      refilled.json<SyncDocument>().changes.map(({ person, outcome }) => [person.id, outcome]),
    ).to.deep.equal([['1', 'done']])
  })

  it('can go back to what a run found, and to a time', async () => {
    const first = await run('sync', '-d', 'folder:company', '--json')
    const avatars = await snapshot(home.join('company', 'photos'))
    await writePeople(
      home.join('company'),
      colleagues.map((one) => (one.id === '1' ? { ...one, name: 'Ada King' } : one)),
    )
    const second = await run('sync', '-d', 'folder:company', '--json')
    expect(second.json<SyncDocument>().summary).to.include({ done: 1 })
    const { run: id } = second.json<SyncDocument>()
    await run('restore', '-d', 'folder:company', '--run', id ?? '')
    expect(await snapshot(home.join('company', 'photos'))).to.deep.equal(avatars)
    expect((await run('restore', '-d', 'folder:company', '--run', 'no-such-run')).code).to.equal(2)
    const at = await run(
      'restore',
      '-d',
      'folder:company',
      '--at',
      '2001-01-01',
      '--person',
      '1',
      '--yes',
      '--json',
    )
    expect(at.json<SyncDocument>().changes[0]).to.include({ action: 'remove', outcome: 'done' })
    expect(first.code).to.equal(0)
  })

  it('stops before the first change when there are more than --max-changes', async () => {
    const before = await snapshot(home.join('company'))
    for (const limit of ['1', '25%', '0']) {
      const { code, json } = await run('sync', '-d', 'folder:company', '--max-changes', limit, '--json')
      expect(code).to.equal(2)
      expect(json<SyncDocument>().error).to.include({ code: 'too-many-changes' })
    }
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
    expect((await run('sync', '-d', 'folder:company', '--max-changes', '50%')).code).to.equal(0)
  })

  it('says with --exit-code whether a dry run found something to do', async () => {
    expect((await run('sync', '-d', 'folder:company', '--dry-run')).code).to.equal(0)
    expect((await run('sync', '-d', 'folder:company', '--dry-run', '--exit-code')).code).to.equal(4)
    await run('sync', '-d', 'folder:company')
    expect((await run('sync', '-d', 'folder:company', '--dry-run', '--exit-code')).code).to.equal(0)
  })

  it('stores every photo with backup, changes nothing, and lists and verifies them', async () => {
    const before = await snapshot(home.join('company'))
    const { code, json } = await run('backup', '-d', 'folder:company', '--json')
    expect(code).to.equal(0)
    expect(json<SyncDocument>().summary).to.include({ people: 4, done: 2, failed: 0 })
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
    const listed = await run('vault', 'list', '--json')
    const { originals } = listed.json<{ originals: { person: string; sha256: string }[] }>()
    expect(originals.map(({ person, sha256 }) => [person, sha256])).to.have.deep.members([
      ['2', before['photos/2.png']],
      ['4', before['photos/4.jpg']],
    ])
    const verified = await run('vault', 'verify', '--read-data', '--json')
    expect(verified.code).to.equal(0)
    expect(verified.json<{ summary: unknown }>().summary).to.include({ originals: 2, problems: 0 })
  })

  it('records every run and every change', async () => {
    const { json } = await run('sync', '-d', 'folder:company', '--json')
    const id = json<SyncDocument>().run ?? ''
    const runs = (await run('runs', 'list', '--json')).json<{
      runs: { id: string; command: string; outcome: string }[]
    }>().runs
    expect(runs.map(({ id: one, command, outcome }) => [one, command, outcome])).to.deep.equal([
      [id, 'sync', 'done'],
    ])
    const shown = (await run('runs', 'show', id, '--json')).json<{
      changes: { person: { name: string }; state: string }[]
    }>()
    expect(shown.changes.map(({ person, state }) => [person.name, state])).to.have.deep.members([
      ['Ada Lovelace', 'confirmed'],
      ['Łukasz Odziewa', 'confirmed'],
    ])
    expect((await run('runs', 'show', 'nothing')).code).to.equal(2)
  })

  it('works with photos whose names are written another way, and gives them back under the same name', async () => {
    await rm(photo('2.png'))
    await writeFile(photo('2.JPEG'), await picture('red', 'jpeg'))
    const before = await snapshot(home.join('company'))
    await run('sync', '-d', 'folder:company', '--replace', 'all', '--yes')
    expect(Object.keys(await snapshot(path.join(home.join('company'), 'photos'))))
      .to.include('2.png')
      .and.not.include('2.JPEG')
    await run('restore', '-d', 'folder:company', '--all', '--yes')
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
  })
})

describe('people for whose names no letters can be drawn', () => {
  const home = temporaryFolder()

  it('get an identicon by default, and nothing where only initials were asked for', async () => {
    await makeCompany(home.join('company'), [
      { id: '1', name: '🎉' },
      { id: '2', name: 'Ada Lovelace' },
    ])
    const only = await avatarctl(['sync', '-d', 'folder:company', '-g', 'initials', '--dry-run', '--json'], {
      home: home.path,
    })
    expect(only.json<SyncDocument>().changes.map(({ action, reason }) => [action, reason])).to.deep.equal([
      ['skip', 'no generator has an image (initials: neither the name nor the address has a letter)'],
      ['create', 'no photo'],
    ])
    const { json } = await avatarctl(['sync', '-d', 'folder:company', '--json'], { home: home.path })
    expect(json<SyncDocument>().changes.map(({ generator, outcome }) => [generator, outcome])).to.deep.equal([
      ['identicon', 'done'],
      ['initials', 'done'],
    ])
  })
})
