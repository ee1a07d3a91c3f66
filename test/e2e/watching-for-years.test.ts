import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { repository } from '../support/command-line.ts'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { startWatching, type Watching } from '../support/watching.ts'

/** Every quarter of an hour for four days, on a clock that skips the waiting. */
const runs = 400
/** By then everything has been loaded. */
const settledAfter = 100
/** In bytes. A thing that is kept for each run is larger. */
const mostGrowth = 3_000_000

interface Use {
  heapUsed: number
  rss: number
  listeners: number
}

/** What a process takes once it has cleared up. */
async function useOf({ pid, kill, log, told }: Watching<unknown>): Promise<Use & { files: number }> {
  const before = log.filter(({ message }) => message.startsWith('memory ')).length
  kill('SIGUSR2')
  const { message } = await told(/^memory /, before)
  const files = (await readdir(`/proc/${pid}/fd`)).length
  return { ...(JSON.parse(message.replace('memory ', '')) as Use), files }
}

describe('watching for years', () => {
  const home = temporaryFolder()

  it(`takes no more memory, files or listeners after ${runs} runs than after ${settledAfter}`, async function () {
    if (process.platform !== 'linux') this.skip()
    this.timeout(600_000)
    await makeCompany(home.join('company'), await fiveColleagues())
    const preloaded = ['fast-clock.js', 'tells-memory.js'].map(
      (file) => `--import=${path.join(repository, 'test/support', file)}`,
    )
    const watching = startWatching<{ exitCode: number; startedAt: string }>(
      ['sync', '-d', 'folder:company', '--watch', '15m'],
      { home: home.path, env: { NODE_OPTIONS: preloaded.join(' ') } },
    )
    try {
      await watching.run(settledAfter)
      const settled = await useOf(watching)
      await watching.run(runs - 1)
      const late = await useOf(watching)
      watching.kill('SIGTERM')
      expect(await watching.ended).to.be.oneOf([0, 130])
      expect(watching.documents.slice(0, runs).every(({ exitCode }) => exitCode === 0)).to.equal(true)
      expect(late.heapUsed - settled.heapUsed, 'memory').to.be.lessThan(mostGrowth)
      expect(late.listeners).to.equal(settled.listeners)
      // A run that is under way has some of its own.
      expect(late.files - settled.files, 'open files').to.be.lessThan(40)
      expect(watching.log.filter(({ level }) => level === 'error')).to.deep.equal([])
    } finally {
      watching.kill('SIGKILL')
    }
  })
})
