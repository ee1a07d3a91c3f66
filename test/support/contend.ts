import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect } from 'chai'
import { repository } from './command-line.ts'

/** What came of it. */
export interface Contention {
  /** How often somebody was inside. */
  entries: number
  killed: number
  stopped: number
}

/**
 * Lets so many processes want one lock so often. On the way some are killed while they hold it, and some are suspended
 * for a while. Fails when two that live were ever inside at once, or when somebody waits for a lock that nobody has.
 */
export async function contend(
  folder: string,
  wish: { processes: number; rounds: number; kills: number; stops: number; vault?: number },
): Promise<Contention> {
  const counts: Contention = { entries: 0, killed: 0, stopped: 0 }
  const script = path.join(repository, 'test/support/lock-contender.ts')

  async function one(index: number): Promise<void> {
    const whole = index < (wish.vault ?? 0) ? ['vault'] : []
    let left = wish.rounds
    while (left > 0) {
      const args = ['--import', 'tsx', script, folder, String(left), ...whole]
      const child = spawn(process.execPath, args, { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] })
      let output = ''
      const kills: boolean[] = []
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const entered = text.split('in\n').length - 1
        counts.entries += entered
        left -= entered
        if (entered > 0) kills.push(disturb(child, index))
      })
      const [code] = (await once(child, 'close')) as [number | null]
      expect(output, 'two were inside at once').to.not.contain('met')
      if (!kills.includes(true)) expect(code, output).to.equal(0)
    }
  }

  /** Whoever is inside now is killed or suspended, in turns, until it was done often enough. Whether it was killed. */
  function disturb(child: ChildProcess, index: number): boolean {
    if (counts.killed < wish.kills && counts.entries % 3 === index % 3) {
      counts.killed += 1
      return child.kill('SIGKILL')
    }
    if (counts.stopped < wish.stops && counts.entries % 2 === 0) {
      counts.stopped += 1
      child.kill('SIGSTOP')
      setTimeout(() => child.kill('SIGCONT'), 300)
    }
    return false
  }

  await Promise.all(Array.from({ length: wish.processes }, (_, index) => one(index)))
  return counts
}
