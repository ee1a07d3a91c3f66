import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect } from 'chai'
import { avatarctl, repository } from '../support/command-line.ts'
import { type Colleague, makeCompany } from '../support/company.ts'
import { contend } from '../support/contend.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

describe('promise 4: two runs on one directory never interleave', () => {
  const home = temporaryFolder()
  const run = (...args: string[]) => avatarctl(args, { home: home.path })
  const people: Colleague[] = Array.from({ length: 120 }, (_, index) => ({
    id: `p${index}`,
    name: `Ada Number${index}`,
  }))

  it('of several that start at once exactly one works, and the others say who holds the lock (exit 7)', async () => {
    await makeCompany(home.join('company'), people)
    const ended = await Promise.all(
      Array.from({ length: 4 }, () => run('sync', '-d', 'folder:company', '--json')),
    )
    const codes = ended.map(({ code }) => code).sort()
    expect(codes).to.include(0)
    for (const { code, json } of ended) {
      if (code === 0) continue
      expect(code).to.equal(7)
      expect(json<{ error: { code: string; message: string } }>().error).to.include({ code: 'locked' })
    }
    const done = ended
      .filter(({ code }) => code === 0)
      .map(({ json }) => json<{ summary: { done: number } }>().summary.done)
    expect(done.reduce((sum, count) => sum + count, 0)).to.equal(people.length)
  })

  it('lets runs on two directories work side by side in one data folder', async () => {
    await makeCompany(home.join('a'), people.slice(0, 40))
    await makeCompany(home.join('b'), people.slice(0, 40))
    const ended = await Promise.all(
      ['folder:a', 'folder:b'].map((directory) => run('sync', '-d', directory, '--json')),
    )
    expect(
      ended.map(({ code }) => code),
      ended.map(({ stdout, stderr }) => stdout + stderr).join('\n'),
    ).to.deep.equal([0, 0])
    expect(ended.map(({ json }) => json<{ summary: { done: number } }>().summary.done)).to.deep.equal([
      40, 40,
    ])
  })

  it('lets a second run wait with --wait, and go on when the first one has ended', async () => {
    await makeCompany(home.join('company'), people)
    const ended = await Promise.all(
      Array.from({ length: 3 }, () => run('sync', '-d', 'folder:company', '--wait', '--json')),
    )
    expect(ended.map(({ code }) => code)).to.deep.equal([0, 0, 0])
    const done = ended.map(({ json }) => json<{ summary: { done: number } }>().summary.done).sort()
    expect(done, 'one does it all, and the others find nothing left').to.deep.equal([0, 0, people.length])
    expect(ended.map(({ stderr }) => stderr).join('')).to.contain('is in use by `avatarctl sync`')
  })

  it('never lets prune and a run meet: prune says which run works, or waits for it', async () => {
    await makeCompany(home.join('company'), people)
    const child = spawn(
      process.execPath,
      [path.join(repository, 'bin/run.js'), 'sync', '-d', 'folder:company', '--json'],
      {
        cwd: home.path,
        env: { PATH: process.env['PATH'], HOME: home.path, AVATARCTL_DATA_DIR: home.join('data') },
      },
    )
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    await until(() => stdout.includes('"done"'))
    // Suspended, a run still holds its lock, however long it takes.
    child.kill('SIGSTOP')
    const refused = await run('vault', 'prune', '--yes', '--json')
    expect(refused.code).to.equal(7)
    expect(refused.json<{ error: { message: string } }>().error.message)
      .to.contain('avatarctl sync')
      .and.contain(`process ${child.pid}`)
    const waiting = run('vault', 'prune', '--yes', '--wait')
    child.kill('SIGCONT')
    await once(child, 'close')
    expect((await waiting).code).to.equal(0)
  })

  it('never has two holders at once, and no lock that nobody holds, when holders are killed and suspended', async function () {
    // Reason for skipping: whether a process that was killed is gone is read from /proc.
    if (process.platform !== 'linux') this.skip()
    const counts = await contend(home.join('contended'), {
      processes: 6,
      rounds: 6,
      kills: 4,
      stops: 3,
      vault: 2,
    })
    expect(counts.entries).to.be.least(36)
    expect(counts.killed).to.equal(4)
  })
})
