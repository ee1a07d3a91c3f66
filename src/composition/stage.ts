import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Stage } from '../ports.ts'
import { drawSheet } from './draw-sheet.ts'
import type { Surroundings } from './surroundings.ts'

/** What a demonstration is given. */
export interface StageWish {
  people: number
  /** Where the contact sheet goes; by default a new folder for temporary files. */
  sheet?: string
  /** Whether commands speak for themselves, or are asked for JSON. */
  asJson: boolean
}

/** As on the real service, but that a minute lasts six seconds, and that one may sign in for each command. */
const limits = { light: 50, medium: 40, heavy: 10, auth: 20, windowMs: 6_000 }

/** A company of its own, with data of its own: what the user has set up plays no part in it, and is not touched. */
export async function openStage(
  { environment, root, signal }: Pick<Surroundings, 'environment' | 'root' | 'signal'>,
  { people, asJson, sheet }: StageWish,
): Promise<Stage & AsyncDisposable> {
  const { startSandbox } = await import('@avatarctl/sandbox')
  const sandbox = await startSandbox({ people, limits })
  const folder = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-demo-'))
  const own = path.join(folder, 'own')
  const foreign = Object.entries(environment).filter(([name]) => !/^(AVATARCTL|RC)_/.test(name))
  const env = {
    ...Object.fromEntries(foreign),
    ...sandbox.environment,
    AVATARCTL_DATA_DIR: path.join(own, 'data'),
    AVATARCTL_CACHE_DIR: path.join(own, 'cache'),
    AVATARCTL_CONFIG_DIR: path.join(own, 'config'),
    AVATARCTL_CREDENTIALS: 'file',
  }
  const { company } = sandbox
  let drawn = sheet !== undefined

  return {
    async run(args) {
      const words = [path.join(root, 'bin/run.js'), ...args, ...(asJson ? ['--json', '--quiet'] : [])]
      const child = spawn(process.execPath, words, {
        env,
        stdio: ['ignore', asJson ? 'pipe' : 'inherit', 'inherit'],
      })
      // A terminal tells every process of the wish to stop; whoever else wishes it tells this one only.
      const stop = () => void child.kill('SIGTERM')
      signal.addEventListener('abort', stop)
      let output = ''
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
      try {
        const [code] = (await once(child, 'close')) as [number | null]
        return { code: code ?? 130, summary: summaryIn(output) }
      } finally {
        signal.removeEventListener('abort', stop)
      }
    },

    photos: () =>
      new Map(
        company.extensions.map(({ id }) => {
          const photo = company.photo(id)
          return [id, photo && createHash('sha256').update(photo.bytes).digest('hex')]
        }),
      ),

    async drawSheet() {
      async function* faces() {
        for (const { id, firstName, lastName, email, status } of company.people) {
          const image = company.photo(id)?.bytes
          const name = [firstName, lastName].filter(Boolean).join(' ')
          if (image && status === 'Enabled') yield { image, name, substitute: email ?? String(id) }
        }
      }
      const pages = await drawSheet(faces(), sheet ?? path.join(folder, 'faces.png'))
      drawn = true
      return pages
    },

    async [Symbol.asyncDispose]() {
      await sandbox.close()
      await rm(drawn && sheet === undefined ? own : folder, { recursive: true, force: true })
    },
  }
}

function summaryIn(output: string): unknown {
  try {
    return (JSON.parse(output) as { summary?: unknown }).summary ?? null
  } catch {
    return null
  }
}
