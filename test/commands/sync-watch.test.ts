import { mkdir, rename, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { takeLock } from '../../src/vault/locks.ts'
import { avatarctl } from '../support/command-line.ts'
import { type Colleague, fiveColleagues, makeCompany, snapshot, writePeople } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { startWatching, type Watching } from '../support/watching.ts'

interface RunDocument {
  startedAt: string
  exitCode: number
  summary?: { done: number; failed: number }
  changes?: { person: { id: string }; outcome: string }[]
  error?: { code: string; message: string }
  directories?: { connection: string; exitCode: number; summary: { done: number } }[]
}

const everySecond = ['sync', '-d', 'folder:company', '--watch', '1s']

describe('sync --watch', () => {
  const home = temporaryFolder()
  let colleagues: Colleague[]
  let watching: Watching<RunDocument> | undefined

  function start(...args: string[]): Watching<RunDocument> {
    watching = startWatching<RunDocument>(args, { home: home.path })
    return watching
  }

  beforeEach(async () => {
    colleagues = await fiveColleagues()
    await makeCompany(home.join('company'), colleagues)
  })
  afterEach(async () => {
    watching?.kill('SIGKILL')
    await watching?.ended.catch(() => undefined)
    watching = undefined
  })

  it('serves who is missing now, and then who joins, a document on one line for each run', async () => {
    const { run, kill, ended } = start(...everySecond)
    const first = await run(0)
    expect(first).to.deep.include({ exitCode: 0 })
    expect(first.summary).to.include({ done: 2, failed: 0 })
    await writePeople(home.join('company'), [...colleagues, { id: '6', name: 'Alan Turing' }])
    let number = 1
    while ((await run(number)).summary?.done === 0) number += 1
    const { changes, startedAt } = await run(number)
    expect(changes?.map(({ person, outcome }) => [person.id, outcome])).to.deep.equal([['6', 'done']])
    expect(Date.parse(startedAt)).to.be.greaterThan(Date.parse(first.startedAt))
    kill('SIGTERM')
    expect(await ended).to.equal(0)
  })

  it('ends at once, and well, when it is stopped between two runs', async () => {
    const { told, kill, ended } = start('sync', '-d', 'folder:company', '--watch', '1d')
    const { next } = await told(/^Next run/)
    expect(Date.parse(String(next)) - Date.now()).to.be.within(23 * 3_600_000, 27 * 3_600_000)
    kill('SIGINT')
    expect(await ended).to.equal(0)
    await told(/^Stopped between two runs/)
  })

  it('finishes who was begun, and ends with 130, when it is stopped in a run', async () => {
    const many = Array.from({ length: 150 }, (_, index) => ({ id: `p${index}`, name: `Ada Number${index}` }))
    await makeCompany(home.join('company'), many)
    const { told, run, kill, ended } = start(...everySecond)
    await told(/^Run .* begins/)
    kill('SIGTERM')
    expect(await ended).to.equal(130)
    const { exitCode, summary } = await run(0)
    expect(exitCode).to.equal(130)
    expect(summary?.done).to.be.lessThan(many.length)
    const photos = Object.keys(await snapshot(home.join('company', 'photos'))).length
    expect(photos).to.be.within(summary?.done ?? 0, many.length - 1)
  })

  it('reads the settings anew for each run, and goes on once they are put right', async () => {
    const { run, kill, ended } = start(...everySecond)
    await run(0)
    await mkdir(home.join('config'), { recursive: true })
    const settle = async (text: string) => {
      await writeFile(home.join('settings.new'), text)
      await rename(home.join('settings.new'), home.join('config', 'settings.yaml'))
    }
    await settle('size: enormous\n')
    let number = 1
    while ((await run(number)).exitCode === 0) number += 1
    const { exitCode, error } = await run(number)
    expect(exitCode).to.equal(2)
    expect(error?.message).to.match(/settings/)
    await settle('size: 300\n')
    while ((await run(number)).exitCode !== 0) number += 1
    expect((await run(number)).changes?.map(({ outcome }) => outcome)).to.deep.equal(['done', 'done'])
    kill('SIGTERM')
    expect(await ended).to.equal(0)
  })

  it('tells of a run that another one kept out, and tries again', async () => {
    const holder = { command: 'backup', pid: process.pid, startedAt: new Date().toISOString() }
    const lock = await takeLock(home.join('data', 'locks'), `folder:${home.join('company')}`, holder)
    const { run, told, kill, ended } = start(...everySecond)
    expect(await run(0)).to.deep.include({ exitCode: 7 })
    const { level, code, exitCode } = await told(/backup/)
    expect({ level, code, exitCode }).to.deep.equal({ level: 'error', code: 'locked', exitCode: 7 })
    await lock.release()
    let number = 1
    while ((await run(number)).exitCode === 7) number += 1
    expect((await run(number)).summary).to.include({ done: 2 })
    kill('SIGTERM')
    expect(await ended).to.equal(0)
  })

  it('works on several directories, each with its own exit code', async () => {
    await makeCompany(home.join('other'), colleagues)
    const { run, kill, ended } = start('sync', '-d', 'folder:company,folder:other', '--watch', '1s')
    const { directories, exitCode } = await run(0)
    expect(exitCode).to.equal(0)
    expect(directories?.map(({ connection, summary }) => [connection, summary.done])).to.have.deep.members([
      ['folder:company', 2],
      ['folder:other', 2],
    ])
    kill('SIGTERM')
    expect(await ended).to.equal(0)
  })

  it('ends when nobody reads any more', async () => {
    const { run, closeOutput, ended } = start(...everySecond)
    await run(0)
    closeOutput()
    expect(await ended).to.equal(0)
  })

  it('ends with a damaged vault', async () => {
    const { run, ended } = start(...everySecond)
    await run(0)
    await writeFile(home.join('data', 'vault', 'ledger.sqlite'), 'no ledger any more')
    expect(await ended).to.equal(8)
  })

  describe('is wrong use, and nothing is done,', () => {
    const wrong: [what: string, args: string[], says: RegExp][] = [
      ['with no interval', ['--watch', 'often'], /--watch often is no interval/],
      ['with an interval that is too short', ['--watch', '0s'], /out of bounds/],
      ['with an interval that is too long', ['--watch', '32d'], /out of bounds/],
      [
        'where photos that people chose would give way',
        ['--watch', '1h', '--replace', 'all'],
        /--yes|confirm/,
      ],
      [
        'with an exit code of a dry run that nobody sees',
        ['--watch', '1h', '--dry-run', '--exit-code'],
        /exit-code/,
      ],
      ['where the first run is', ['--watch', '1h', '--person', 'nobody'], /nobody/],
      ['where more would change than is allowed', ['--watch', '1h', '--max-changes', '1'], /--max-changes/],
    ]
    for (const [what, args, says] of wrong)
      it(`${what}: ${args.join(' ')}`, async () => {
        const before = await snapshot(home.join('company'))
        const ended = await avatarctl(['sync', '-d', 'folder:company', ...args, '--json'], {
          home: home.path,
        })
        expect(ended.code, ended.stderr).to.equal(2)
        expect(ended.json<RunDocument>().error?.message).to.match(says)
        expect(await snapshot(home.join('company'))).to.deep.equal(before)
      })
  })

  it('goes ahead with --replace all where --yes has answered', async () => {
    const { run, kill, ended } = start(...everySecond, '--replace', 'all', '--yes')
    expect((await run(0)).summary).to.include({ done: 4 })
    kill('SIGTERM')
    expect(await ended).to.equal(0)
  })
})
