import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { PaceMemory } from './pace-memory.ts'

/** How often it is written while requests are made, in milliseconds: so much may be forgotten when the process dies. */
const every = 1_000

/** Where a pace is kept for the next process that asks the same service. */
export interface PaceFile {
  /** What is known; nothing where there is no file, or none that can be read. */
  load(): Promise<PaceMemory>
  /** Keeps writing it down until it is disposed of, and once more then. */
  keep(pace: { memory(): PaceMemory; readonly requests: number }): AsyncDisposable
}

/**
 * `service`: whatever tells one user of one service from another, without secrets. A file that cannot be written is no
 * failure: without it, the next process learns from the first answers.
 */
export function paceFile(folder: string, service: unknown): PaceFile {
  const name = createHash('sha256').update(JSON.stringify(service)).digest('hex').slice(0, 32)
  const file = path.join(folder, `${name}.json`)

  /** Of a large limit that is hardly used nothing is worth writing down every second. */
  function worthKeeping(memory: PaceMemory): PaceMemory {
    const groups = Object.entries(memory).map(([group, spent]) => {
      const isLittle = spent.limit >= 1_000 && spent.answered.length < spent.limit / 10
      return [group, isLittle ? { ...spent, answered: [] } : spent] as const
    })
    return Object.fromEntries(groups)
  }

  async function write(memory: PaceMemory): Promise<void> {
    const temporary = `${file}.${process.pid}.new`
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(temporary, JSON.stringify(worthKeeping(memory)), { mode: 0o600 })
      await rename(temporary, file)
    } catch {
      // Said above.
    }
  }

  return {
    async load() {
      try {
        const memory: unknown = JSON.parse(await readFile(file, 'utf8'))
        return typeof memory === 'object' && memory !== null ? (memory as PaceMemory) : {}
      } catch {
        return {}
      }
    },

    keep(pace) {
      let [written, writing] = [pace.requests, Promise.resolve()]
      function writeDown(): void {
        if (written === pace.requests) return
        written = pace.requests
        writing = writing.then(() => write(pace.memory()))
      }
      const timer = setInterval(writeDown, every).unref()
      return {
        async [Symbol.asyncDispose]() {
          clearInterval(timer)
          written = -1
          if (pace.requests > 0) writeDown()
          await writing
        },
      }
    },
  }
}
