import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { severalAccounts, type SeveralAccounts } from '../support/several-accounts.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { avatarctlInTerminal, noTerminal } from '../support/terminal.ts'

interface Document {
  directories: {
    connection: string
    directory?: string
    exitCode: number
    error?: { code: string; message: string }
    run?: string
    changes?: { outcome: string; action: string }[]
    people?: { id: string }[]
    summary?: { people: number; planned: number; done: number; missing: number }
  }[]
  summary: { directories: number; failed: number }
}

describe('several directories at once', () => {
  const home = temporaryFolder()
  let accounts: SeveralAccounts | undefined
  afterEach(async () => {
    await accounts?.close()
    accounts = undefined
  })

  async function start(
    ...given: Parameters<typeof severalAccounts> extends [string, ...infer R] ? R : never
  ) {
    accounts = await severalAccounts(home.path, ...given)
    return accounts
  }

  /** Whoever has no photo in an account, of those who are to have one. */
  const without = ({ sandbox }: SeveralAccounts, name: string) =>
    sandbox[name]!.company.people.filter(
      ({ id, status }) =>
        ['Enabled', 'NotActivated'].includes(status) && sandbox[name]!.company.photo(id) === null,
    ).length

  const photosOf = ({ sandbox }: SeveralAccounts, name: string) =>
    sandbox[name]!.company.people.map(({ id }) => {
      const photo = sandbox[name]!.company.photo(id)
      return photo && createHash('sha256').update(photo.bytes).digest('hex')
    })

  it('are each done, and one that is down, refused, or wrong in the settings stops no other', async () => {
    const all = await start({ berlin: {}, rome: {}, paris: {} })
    await all.sandbox['rome']!.close()
    const due = without(all, 'berlin')
    expect(due).to.be.greaterThan(0)
    const { code, json } = await all.run(
      ['sync', '-d', 'rome,paris,nowhere,berlin,folder:missing', '--json'],
      // Whose JWT is no longer right.
      { AVATARCTL_SECRET_PARIS_JWT: `${all.environment['AVATARCTL_SECRET_PARIS_JWT']}x` },
    )
    const { directories, summary } = json<Document>()
    expect(directories.map(({ connection, exitCode }) => [connection, exitCode])).to.deep.equal([
      ['rome', 6],
      ['paris', 5],
      ['nowhere', 2],
      ['berlin', 0],
      ['folder:missing', 2],
    ])
    expect(directories.map(({ error }) => error?.code)).to.deep.equal([
      ...['unreachable', 'refused', 'wrong-use', undefined, 'unreadable-input'],
    ])
    expect(directories[3]).to.deep.include({
      directory: `ringcentral:${all.sandbox['berlin']!.company.accountId}`,
    })
    expect(directories[3]?.summary).to.include({ planned: due, done: due })
    expect(summary).to.deep.equal({ directories: 5, failed: 4 })
    expect(without(all, 'berlin')).to.equal(0)
    // The worst that a script should hear of first.
    expect(code).to.equal(2)
  })

  it('are shown to people one after the other, as soon as each has ended; errors on standard error', async () => {
    const all = await start({ slow: { latencyMs: 150 }, fast: {}, gone: {} })
    await all.sandbox['gone']!.close()
    const { code, stdout, stderr } = await all.run(['sync', '-d', 'slow,fast,gone'])
    expect(code).to.equal(6)
    const lines = stdout.split('\n')
    const headings = lines.filter((line) => line.startsWith('── '))
    expect(headings.map((line) => line.split(' ')[1])).to.deep.equal(['fast', 'slow'])
    expect(Math.max(...lines.map(({ length }) => length))).to.be.at.most(80)
    expect(stdout).to.match(/\n3 directories, 2 done; not done: gone \(exit code 6\)\n$/)
    expect(stderr).to.match(/^gone: Error: .*cannot be reached/m)
  })

  it('have each its own run, its own ledger and its own originals', async () => {
    const all = await start({ berlin: {}, rome: {} })
    const before = { berlin: photosOf(all, 'berlin'), rome: photosOf(all, 'rome') }
    expect((await all.run(['sync', '-d', 'berlin,rome', '--json'])).code).to.equal(0)
    const runs = (await all.run(['runs', 'list', '--json'])).json<{ runs: { directory: string }[] }>().runs
    expect(new Set(runs.map(({ directory }) => directory)).size).to.equal(2)
    const again = (await all.run(['sync', '-d', 'berlin,rome', '--json'])).json<Document>()
    expect(again.directories.map(({ summary }) => summary?.planned)).to.deep.equal([0, 0])
    const back = await all.run(['restore', '--all', '-d', 'rome', '--json'])
    expect(back.code, back.stdout).to.equal(0)
    expect(photosOf(all, 'rome')).to.deep.equal(before.rome)
    expect(photosOf(all, 'berlin')).not.to.deep.equal(before.berlin)
    expect((await all.run(['restore', '--all', '-d', 'berlin,rome'])).code).to.equal(0)
    expect(photosOf(all, 'berlin')).to.deep.equal(before.berlin)
  })

  it('keep each to its own limits, and ask none more often than it allows', async () => {
    const limits = { light: 500, medium: 400, heavy: 5, auth: 50, windowMs: 600 }
    const all = await start({ berlin: { people: 20, limits }, rome: { people: 20, limits } })
    const { code, stdout } = await all.run(['sync', '-d', 'berlin,rome', '--json'])
    expect(code, stdout).to.equal(0)
    for (const name of ['berlin', 'rome'])
      expect(all.sandbox[name]!.counters).to.include({ violations: 0, rateLimited: 0 })
  })

  it('that are the same under two names: one is done, and the other says who holds the lock', async () => {
    const all = await start({ berlin: { latencyMs: 20 } }, { aliases: { capital: 'berlin' } })
    const { code, json, stderr } = await all.run(['sync', '-d', 'berlin,capital', '--json'])
    const { directories } = json<Document>()
    expect(directories.map(({ exitCode }) => exitCode).sort(), stderr).to.deep.equal([0, 7])
    const locked = directories.find(({ exitCode }) => exitCode === 7)
    expect(locked?.error?.message).to.match(/^ringcentral:\d+ is in use by /)
    expect(code).to.equal(7)
    expect(without(all, 'berlin')).to.equal(0)
    // Waiting for each other, they go one after the other.
    const waited = await all.run(['sync', '-d', 'berlin,capital', '--wait', '--json'])
    expect(waited.json<Document>().directories.map(({ exitCode }) => exitCode)).to.deep.equal([0, 0])
    expect(waited.code).to.equal(0)
  })

  it('finish everywhere what was begun when they are stopped once, and everything goes back', async () => {
    const all = await start({ berlin: { people: 40, latencyMs: 15 }, rome: { people: 40, latencyMs: 15 } })
    const before = { berlin: photosOf(all, 'berlin'), rome: photosOf(all, 'rome') }
    const uploads = (name: string) => all.sandbox[name]!.log.filter(({ method }) => method === 'PUT').length
    const { code, json, stderr } = await all.stopOnce(
      ['sync', '-d', 'berlin,rome', '--json', '--concurrency', '2'],
      () => uploads('berlin') > 1 && uploads('rome') > 1,
    )
    expect(code, stderr).to.equal(130)
    const { directories } = json<Document>()
    for (const { exitCode, changes = [] } of directories) {
      expect(exitCode).to.equal(130)
      expect(changes.map(({ outcome }) => outcome)).not.to.include('unknown')
      expect(changes.filter(({ outcome }) => outcome === 'done').length).to.be.greaterThan(0)
      expect(changes.filter(({ outcome }) => outcome === 'skipped').length).to.be.greaterThan(0)
    }
    expect((await all.run(['restore', '--all', '-d', 'berlin,rome'])).code).to.equal(0)
    expect({ berlin: photosOf(all, 'berlin'), rome: photosOf(all, 'rome') }).to.deep.equal(before)
  })

  it('are named by a pattern, which is answered in the same form for one as for many', async () => {
    const all = await start({ 'north-1': {}, 'north-2': {}, south: {} })
    const named = async (...args: string[]) =>
      (await all.run(['list', ...args, '--json']))
        .json<Document>()
        .directories.map(({ connection }) => connection)
    expect(await named('-d', 'ringcentral:*')).to.deep.equal(['north-1', 'north-2', 'south'])
    expect(await named('-d', 'ringcentral:north-*')).to.deep.equal(['north-1', 'north-2'])
    expect(await named('-d', 'ringcentral:s*')).to.deep.equal(['south'])
    expect(await named('-d', 'south,ringcentral:*')).to.deep.equal(['south', 'north-1', 'north-2'])
    const one = (await all.run(['list', '-d', 'south', '--json'])).json()
    expect(one).to.have.property('people')
    const none = await all.run(['list', '-d', 'ringcentral:west*'])
    expect(none.code).to.equal(2)
    expect(none.stderr).to.include('No connection is meant by "ringcentral:west*"')
  })

  it('are those of the settings where none is named', async () => {
    const all = await start({ berlin: {}, rome: {} }, { settings: { directory: ['rome', 'berlin'] } })
    const { directories } = (await all.run(['list', '--json'])).json<Document>()
    expect(directories.map(({ connection }) => connection)).to.deep.equal(['rome', 'berlin'])
    const { code, json } = await all.run(['list', '--json'], { AVATARCTL_DIRECTORY: 'berlin' })
    expect(code).to.equal(0)
    expect(json()).to.have.property('directory')
  })

  it('are listed as one table of CSV, with a column that says which', async () => {
    const all = await start({ berlin: {}, rome: {}, gone: {} })
    await all.sandbox['gone']!.close()
    const { code, stdout, stderr } = await all.run([
      'list',
      '-d',
      'berlin,gone,rome',
      '--csv',
      '--columns',
      'id,name',
    ])
    expect(code).to.equal(6)
    const [head, ...rows] = stdout.trimEnd().split('\r\n')
    expect(head).to.equal('"directory","id","name"')
    const of = (name: string) => rows.filter((row) => row.startsWith(`"${name}",`)).length
    expect([of('berlin'), of('rome')]).to.deep.equal([8, 8])
    expect(rows.length).to.equal(16)
    expect(stderr).to.include('gone: Error: ')
  })

  it('have the same people asked for, changed no more than is allowed, and a dry run found out about', async () => {
    const all = await start({ berlin: { people: 30 }, rome: { people: 4 } })
    const most = without(all, 'rome')
    const { code, json } = await all.run([
      'sync',
      '-d',
      'berlin,rome',
      '--max-changes',
      String(most),
      '--json',
    ])
    expect(code).to.equal(2)
    expect(json<Document>().directories.map(({ exitCode }) => exitCode)).to.deep.equal([2, 0])
    const dry = await all.run(['sync', '-d', 'berlin,rome', '--dry-run', '--exit-code'])
    expect(dry.code).to.equal(4)
    expect(dry.stdout).to.match(/2 directories, all done\n$/)
  })

  it('are backed up at once, and have images made of one at a time', async () => {
    const all = await start({ berlin: {}, rome: {} })
    const { code, json } = await all.run(['backup', '-d', 'berlin,rome', '--json'])
    expect(code).to.equal(0)
    expect(json<Document>().directories.map(({ exitCode }) => exitCode)).to.deep.equal([0, 0])
    const refused = await all.run(['generate', '-d', 'berlin,rome', '-o', 'faces'])
    expect(refused.code).to.equal(2)
    expect(refused.stderr).to.include('-d berlin,rome names several directories')
  })

  it('may have commas in their paths', async () => {
    await makeCompany(home.join('a, b'), await fiveColleagues())
    await makeCompany(home.join('c'), await fiveColleagues())
    const all = await start({})
    const { directories } = (await all.run(['list', '-d', 'folder:a, b,folder:c', '--json'])).json<Document>()
    expect(directories.map(({ connection, people }) => [connection, people?.length])).to.deep.equal([
      ['folder:a, b', 4],
      ['folder:c', 4],
    ])
    const one = (await all.run(['list', '-d', 'folder:a, b', '--json'])).json()
    expect(one).to.have.property('people')
  })

  // Reason for skipping: a terminal is made by the `script` of Linux.
  const inTerminal = noTerminal === undefined ? it : it.skip
  inTerminal('ask one question at a time, each for itself', async () => {
    const all = await start({ berlin: { people: 20 }, rome: { people: 20 } })
    const question = /(\d+) photos that people chose in (berlin|rome) would give way\. Go ahead\? \(y\/N\) /
    const { code, screen } = await avatarctlInTerminal(['sync', '-d', 'berlin,rome', '--replace', 'all'], {
      home: home.path,
      env: all.environment,
      typed: [
        { after: question, keys: 'n\r' },
        { after: question, keys: 'y\r' },
      ],
    })
    expect(code, screen).to.equal(2)
    const asked = [...screen.matchAll(new RegExp(question, 'g'))].map(([, , name]) => name)
    expect(asked).to.have.members(['berlin', 'rome'])
    const [refused, done] = asked as [string, string]
    expect(screen).to.include(`${refused}: Error: You said no.`)
    expect(without(all, done)).to.equal(0)
    expect(without(all, refused)).to.be.greaterThan(0)
  })

  inTerminal('each have a line of progress that lives, and says how it ended', async () => {
    const all = await start({ berlin: { latencyMs: 60 }, 'the-other-one': { latencyMs: 60 }, gone: {} })
    await all.sandbox['gone']!.close()
    const { code, screen } = await avatarctlInTerminal(['sync', '-d', 'berlin,the-other-one,gone'], {
      ...{ home: home.path, env: all.environment, typed: [], size: { columns: 80, rows: 24 } },
    })
    expect(code).to.equal(6)
    expect(screen).to.match(/[⠋-⠿] berlin {9}Looking at who has a photo/)
    expect(screen).to.match(/[⠋-⠿] the-other-one {2}Looking at who has a photo/)
    expect(screen).to.match(/✖ gone\n/)
    expect(screen).to.match(
      /── berlin ─[^]*\d+ changed[^]*3 directories, 2 done; not done: gone \(exit code 6\)\n$/,
    )
  })

  inTerminal('all stop when the answer is Ctrl-C', async () => {
    const all = await start({ berlin: { people: 20 }, rome: { people: 20 } })
    const { code, screen } = await avatarctlInTerminal(['sync', '-d', 'berlin,rome', '--replace', 'all'], {
      home: home.path,
      env: all.environment,
      typed: [{ after: /Go ahead\? \(y\/N\) /, keys: '\x03' }],
    })
    expect(code, screen).to.equal(130)
    expect(screen.match(/Go ahead/g)).to.have.length(1)
    expect(without(all, 'berlin') > 0 && without(all, 'rome') > 0).to.equal(true)
  })
})
