import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { avatarctl, repository } from '../support/command-line.ts'
import { type Colleague, makeCompany, snapshot } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

describe('promise 11: Ctrl-C once finishes who was begun, records it, and exits 130', () => {
  const home = temporaryFolder()

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`${signal} in the middle of a run; the next run does the rest`, async () => {
      const people: Colleague[] = Array.from({ length: 150 }, (_, index) => ({
        id: `p${index}`,
        name: `Ada Number${index}`,
      }))
      await makeCompany(home.join('company'), people)
      const env = { PATH: process.env['PATH'], HOME: home.path, AVATARCTL_DATA_DIR: home.join('data') }
      const child = spawn(
        process.execPath,
        [path.join(repository, 'bin/run.js'), 'sync', '-d', 'folder:company', '--json'],
        { cwd: home.path, env },
      )
      let stdout = ''
      let stderr = ''
      let stopped = false
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text
        if (!stopped && stdout.includes('"done"')) {
          stopped = true
          child.kill(signal)
        }
      })
      const [code] = (await once(child, 'close')) as [number | null]
      expect(code, stderr).to.equal(130)
      expect(stderr).to.contain('run the same again')
      const { summary } = JSON.parse(stdout) as { summary: { done: number } }
      const photos = Object.keys(await snapshot(home.join('company', 'photos'))).length
      expect(photos).to.equal(summary.done)
      expect(photos).to.be.greaterThan(0).and.lessThan(people.length)

      const second = await avatarctl(['sync', '-d', 'folder:company', '--json'], { home: home.path })
      expect(second.code).to.equal(0)
      expect(second.json<{ summary: { done: number } }>().summary.done).to.equal(people.length - photos)
    })
  }
})

describe('promise 11: Ctrl-C while a service holds things up', () => {
  const home = temporaryFolder()

  /** A company on the practice service in which one photo is to be replaced; everything is put right in the end. */
  async function replacingOne(
    work: (parts: {
      sandbox: Awaited<ReturnType<typeof startSandbox>>
      begin(): ReturnType<typeof spawn>
      run(...args: string[]): ReturnType<typeof avatarctl>
    }) => Promise<void>,
  ): Promise<void> {
    const sandbox = await startSandbox({ people: 12, limits: 'none' })
    const photos = () =>
      new Map(sandbox.company.extensions.map(({ id }) => [id, sandbox.company.photo(id)?.bytes ?? null]))
    const before = photos()
    const [person] = [...before].find(([, bytes]) => bytes) ?? []
    const env = { ...sandbox.environment, AVATARCTL_DATA_DIR: home.join('data') }
    const args = ['sync', '--replace', 'all', '--yes', '--person', String(person), '--json']
    // What the first command learnt of limits is not handed on: the faults are over then.
    const run = (...rest: string[]) =>
      avatarctl(rest, { home: home.path, env: { ...env, AVATARCTL_CACHE_DIR: home.join('cache-2') } })
    const begin = () =>
      spawn(process.execPath, [path.join(repository, 'bin/run.js'), ...args], {
        cwd: home.path,
        env: { PATH: process.env['PATH'], HOME: home.path, ...env },
      })
    try {
      await work({ sandbox, begin, run })
      sandbox.clearFaults()
      sandbox.settings.latencyMs = 0
      expect((await run('sync', '--json')).code).to.equal(0)
      const { runs } = (await run('runs', 'list', '--json')).json<{
        runs: { changes: { open: number; unknown: number } }[]
      }>()
      for (const { changes } of runs) expect(changes).to.include({ open: 0, unknown: 0 })
      expect((await run('restore', '--all', '--yes', '--json')).code).to.equal(0)
      expect(photos()).to.deep.equal(before)
    } finally {
      await sandbox.close()
    }
  }

  it('ends at once during a rate-limit pause, also when a photo was sent and is not read back yet', async () => {
    await replacingOne(async ({ sandbox, begin }) => {
      sandbox.setFault({
        effect: { kind: 'answer', status: 429, headers: { 'retry-after': '120' } },
        ...{ method: 'GET', path: 'profile-image', nth: 3 },
      })
      const child = begin()
      let stdout = ''
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
      await until(() => sandbox.log.some(({ status }) => status === 429))
      const stopped = performance.now()
      child.kill('SIGINT')
      expect((await once(child, 'close'))[0]).to.equal(130)
      expect(performance.now() - stopped, 'not the two minutes of the pause').to.be.lessThan(20_000)
      const { changes } = JSON.parse(stdout) as { changes: { outcome: string }[] }
      expect(changes.map(({ outcome }) => outcome)).to.deep.equal(['unknown'])
    })
  })

  it('exits at once the second time, while a photo is on its way', async () => {
    await replacingOne(async ({ sandbox, begin }) => {
      sandbox.setFault({ effect: { kind: 'late' }, method: 'PUT' })
      const child = begin()
      let stderr = ''
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
      await until(() => sandbox.log.some(({ method }) => method === 'PUT'))
      child.kill('SIGINT')
      await until(() => stderr.includes('Once more exits at once'))
      const again = performance.now()
      child.kill('SIGINT')
      expect((await once(child, 'close'))[0]).to.equal(130)
      expect(performance.now() - again).to.be.lessThan(10_000)
    })
  })
})
