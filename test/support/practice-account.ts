import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type Sandbox, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { avatarctl, type Ended } from './command-line.ts'
import { snapshot } from './company.ts'
import { picture } from './pictures.ts'
import { type Call, type Effect, type Place, traced } from './strace.ts'

type Photo = { bytes: Buffer; mediaType: string } | null

/** Puts a drawing over every photo, whoever chose it. */
export const syncAll = 'sync --replace all --generator identicon --size 64 --yes --json'.split(' ')
/** The same, one person after the other: the same calls in the same order each time. */
export const syncOneByOne = [...syncAll, '--concurrency', '1']
export const restoreAll = 'restore --all --yes --json'.split(' ')

/** All photos of a company, and a copy of the tool's data folder. */
export interface Standing {
  photos: Map<number, Photo>
  data: string | undefined
}

export interface PracticeAccount {
  sandbox: Sandbox
  /** A folder for the tool alone. */
  readonly home: string
  /** The tool's data folder: `data` in `home`, unless it is put elsewhere. */
  data: string
  /** The standing before anything was done. */
  readonly first: Standing
  keep(): Promise<Standing>
  goBack(to: Standing): Promise<void>
  run(args: readonly string[]): Promise<Ended>
  trace(
    args: readonly string[],
    options: { names: readonly string[]; inject?: { at: Place; effect: Effect } },
  ): Promise<Ended & { calls: Call[] }>
  /** When requests came that change a photo, in milliseconds since 1970. */
  writes(): number[]
  /** Whether anything was left behind since `goBack`: in the data folder, or a request at the service. */
  wasTouched(): Promise<boolean>
  /** Promise 1: who does not show the photo they had at `goBack` has it in the vault, byte for byte and on its list. */
  expectOriginalsSafe(): Promise<void>
  /** Promise 2: everybody has exactly the photo they had first. */
  expectAsAtFirst(): void
  close(): Promise<void>
}

/** A RingCentral account of four people, two of whom have chosen a photo, in this process: it outlives killed runs. */
export async function practiceAccount(): Promise<PracticeAccount> {
  const sandbox = await startSandbox({ people: 4, limits: 'none' })
  const { company, environment, log } = sandbox
  const second = company.people.filter(({ status }) => status === 'Enabled')[1]!
  await company.setPhoto(second.id, await picture('teal', 'jpeg'), 'image/jpeg')
  const now = (id: number): Photo => company.photo(id)
  const photos = () => new Map(company.extensions.map(({ id }) => [id, now(id)]))
  const home = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-test-'))
  const env = () => ({ ...environment, AVATARCTL_DATA_DIR: account.data })
  const first: Standing = { photos: photos(), data: undefined }
  let begun = { standing: first, files: {}, requests: 0 }

  const account: PracticeAccount = {
    ...{ sandbox, home, first },
    data: path.join(home, 'data'),
    async keep() {
      const data = await mkdtemp(path.join(home, 'kept-'))
      await cp(account.data, data, { recursive: true, preserveTimestamps: true })
      return { photos: photos(), data }
    },
    async goBack(standing) {
      await rm(account.data, { recursive: true, force: true })
      await rm(path.join(home, 'cache'), { recursive: true, force: true })
      if (standing.data !== undefined)
        await cp(standing.data, account.data, { recursive: true, preserveTimestamps: true })
      for (const [id, photo] of standing.photos)
        if (!same(now(id), photo)) await company.setPhoto(id, photo?.bytes ?? null, photo?.mediaType)
      begun = { standing, files: await snapshot(account.data), requests: log.length }
    },
    run: (args) => avatarctl(args, { home, env: env() }),
    trace: (args, options) => traced(args, { home, env: env(), ...options }),
    writes: () =>
      log
        .filter(({ method, path }) => method !== 'GET' && path.includes('profile-image'))
        .map(({ time }) => time),
    wasTouched: async () =>
      log.length > begun.requests || !isDeepStrictEqual(await snapshot(account.data), begun.files),
    async expectOriginalsSafe() {
      const vault = path.join(account.data, 'vault')
      const stored = new Set(Object.values(await snapshot(path.join(vault, 'originals'))))
      const list = await readFile(path.join(vault, 'originals.ndjson'), 'utf8').catch(() => '')
      for (const [id, photo] of begun.standing.photos) {
        if (same(now(id), photo)) continue
        const hash = photo && createHash('sha256').update(photo.bytes).digest('hex')
        if (hash !== null) expect(stored, `the original of ${id} is stored`).to.include(hash)
        expect(listed(list), `the original of ${id} is on the list`).to.include(`${id} ${hash ?? 'none'}`)
      }
    },
    expectAsAtFirst() {
      for (const [id, photo] of first.photos)
        expect(same(now(id), photo), `${id} has the photo they had first`).to.equal(true)
    },
    async close() {
      await sandbox.close()
      await rm(home, { recursive: true, force: true })
    },
  }
  return account
}

/** Shares work out among accounts; the first failure is thrown when all have put theirs down. */
export async function amongAll<T>(
  accounts: readonly T[],
  work: (account: T) => Promise<void>,
): Promise<void> {
  const ended = await Promise.allSettled(accounts.map(work))
  const failed = ended.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

function same(one: Photo, other: Photo): boolean {
  return one === null || other === null ? one === other : one.bytes.equals(other.bytes)
}

/** Who is on a list of originals, with which; a line that was cut short counts for nobody. */
function listed(list: string): string[] {
  return list
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      try {
        const { person, sha256 } = JSON.parse(line) as { person: string; sha256: string | null }
        return [`${person} ${sha256 ?? 'none'}`]
      } catch {
        return []
      }
    })
}
