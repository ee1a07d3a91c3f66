import { readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { takeLock, takeVaultLock, whenFree } from '../../src/vault/locks.ts'

// One of many processes that want the same lock: `lock-contender.ts FOLDER ROUNDS [vault]`. Writes a line for every time
// it was inside, and ends with 1 when it met somebody there who lives.

const [folder = '', rounds = '1', whole] = process.argv.slice(2)
const inside = path.join(folder, 'inside')
const holder = { command: 'sync', pid: process.pid, startedAt: new Date().toISOString() }
const { signal } = new AbortController()

/** A killed process that nobody has collected yet still answers, and holds nothing any more. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** Goes in. Whoever was killed inside has left the door open; whoever lives must not be met. */
function enter(): void {
  try {
    writeFileSync(inside, String(process.pid), { flag: 'wx' })
  } catch {
    const other = readFileSync(inside, 'utf8')
    if (!dies(Number(other)) || readFileSync(inside, 'utf8') !== other) {
      process.stdout.write(`met ${other}\n`)
      throw new Error(`process ${other} is inside as well`)
    }
    writeFileSync(inside, String(process.pid))
  }
}

/** The kernel frees the locks of a killed process a moment before it counts as dead. */
function dies(pid: number): boolean {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let tries = 0; tries < 600; tries += 1) {
    if (!isAlive(pid)) return true
    Atomics.wait(pause, 0, 0, 5)
  }
  return false
}

for (let round = 0; round < Number(rounds); round += 1) {
  const locks = path.join(folder, 'locks')
  const take = () => (whole ? takeVaultLock(locks, holder) : takeLock(locks, 'folder:/company', holder))
  const lock = await whenFree(take, { wait: true, signal, onWait: () => undefined })
  enter()
  process.stdout.write('in\n')
  // A moment in which the others have their chance.
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  await lock.mustHold()
  if (readFileSync(inside, 'utf8') !== String(process.pid)) throw new Error('somebody else came in')
  unlinkSync(inside)
  await lock.release()
}
