import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { repository } from '../support/command-line.ts'
import { fiveColleagues, makeCompany, snapshot } from '../support/company.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { workbench } from '../support/workbench.ts'

describe('promise 2: after a crash the next run settles what was open, and originals come back byte for byte', () => {
  const home = temporaryFolder()

  beforeEach(async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
  })

  /** A process that syncs over every photo and is killed, without any chance to tidy up, at the n-th call of `method`. */
  async function killedAt(
    method: 'readPhoto' | 'writePhoto',
    when: 'before' | 'after',
    n: number,
  ): Promise<void> {
    const bench = JSON.stringify(path.join(repository, 'test/support/workbench.ts'))
    const script = `
      const { workbench } = await import(${bench})
      let calls = 0
      const bench = await workbench(${JSON.stringify(home.path)}, (real) => ({
        async ${method}(...args) {
          calls += 1
          const now = calls === ${n}
          if (now && ${JSON.stringify(when)} === 'before') process.kill(process.pid, 'SIGKILL')
          const answer = await real.${method}(...args)
          if (now) process.kill(process.pid, 'SIGKILL')
          return answer
        },
      }), 1)
      await bench.sync({ replace: 'all' })`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: repository,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
    const [, signal] = (await once(child, 'close')) as [number | null, string | null]
    expect(signal, errors).to.equal('SIGKILL')
  }

  for (const [method, when, n] of [
    ['readPhoto', 'before', 1],
    ['readPhoto', 'after', 3],
    ['writePhoto', 'before', 1],
    ['writePhoto', 'after', 1],
    ['writePhoto', 'before', 3],
    ['writePhoto', 'after', 4],
  ] as const) {
    it(`killed ${when} ${method} number ${n}`, async () => {
      const before = await snapshot(home.join('company'))
      await killedAt(method, when, n)

      const second = await workbench(home.path)
      await second.sync({ replace: 'all' })
      expect(second.ledger.open()).to.deep.equal([])
      const again = await workbench(home.path)
      const { plan } = await again.sync({ replace: 'all' })
      expect(plan.changes, 'nobody is forgotten').to.deep.equal([])
      await again.restore()
      await again.close()
      await second.close()
      expect(await snapshot(home.join('company'))).to.deep.equal(before)
    })
  }

  it('knows a picture as its own that had arrived before the crash', async () => {
    await killedAt('writePhoto', 'after', 1)
    const bench = await workbench(home.path)
    const { plan } = await bench.sync({ replace: 'all' })
    await bench.close()
    expect(plan.changes).to.have.length(3)
  })

  it('does not call a photo its own that somebody put up after the crash', async () => {
    await killedAt('writePhoto', 'before', 1)
    const chosen = await picture('green')
    await writeFile(home.join('company', 'photos', '1.png'), chosen)
    const bench = await workbench(home.path)
    await bench.sync()
    expect(bench.ledger.open()).to.deep.equal([])
    expect(bench.ledger.owned()).to.deep.equal(['3'])
    await bench.close()
    expect(await readFile(home.join('company', 'photos', '1.png'))).to.deep.equal(chosen)
  })
})
