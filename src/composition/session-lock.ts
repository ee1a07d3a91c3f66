import path from 'node:path'
import type { Alone } from '../ports.ts'

/** What is at work on a session in this process; the lock is one between processes. */
const queues = new Map<string, Promise<unknown>>()

/** Holds the session of one connection, which lies with the settings, whatever data folder a process works with. */
export function sessionLock(configFolder: string, connection: string, signal: AbortSignal): Alone {
  const folder = path.join(configFolder, 'locks')
  const queue = path.join(folder, connection)

  async function holding<T>(work: () => Promise<T>): Promise<T> {
    const { takeSessionLock, whenFree } = await import('../vault/locks.ts')
    // A renewal takes a moment: nobody has to be told of the wait.
    const how = { wait: true, signal, onWait: () => undefined }
    const lock = await whenFree(() => takeSessionLock(folder, connection), how)
    try {
      return await work()
    } finally {
      await lock.release()
    }
  }

  return (work) => {
    const turn = (queues.get(queue) ?? Promise.resolve()).then(() => holding(work))
    queues.set(
      queue,
      turn.catch(() => undefined),
    )
    return turn
  }
}
