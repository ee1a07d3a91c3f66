import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { backUp } from '../../src/operations/back-up.ts'
import { listPeople } from '../../src/operations/list-people.ts'
import { prune } from '../../src/operations/prune.ts'
import { makeKeeper } from '../../src/vault/keeper.ts'
import { openWholeLedger } from '../../src/vault/ledger.ts'
import { rebuildLedger } from '../../src/vault/rebuild-ledger.ts'
import { verifyVault } from '../../src/vault/verify.ts'
import { makeCompany } from './company.ts'
import { picture } from './pictures.ts'
import { colours, ids, type Step } from './world-steps.ts'
import { type Fault, workbench } from './workbench.ts'

/** What has to be true of one person. */
interface Believed {
  id: string
  /** Hash of what is shown. */
  shown: string | null
  standing:
    { kind: 'own'; picture: string; style: string; before: string | null } | { kind: 'restored' } | undefined
}

type Bench = Awaited<ReturnType<typeof workbench>>

/** Lives through the steps with the real parts in `home`, and compares with what is believed after each. */
export async function live(home: string, sequence: readonly Step[]): Promise<void> {
  const life = await begin(home)
  for (const step of sequence) {
    await life[step.do](step as never)
    await life.compare(step.do)
  }
}

async function begin(home: string) {
  const world = path.join(home, 'world')
  const photos = path.join(world, 'company', 'photos')
  const vault = path.join(world, 'vault')
  await rm(home, { recursive: true, force: true })
  await mkdir(world, { recursive: true })
  const chosen = await Promise.all(colours.map((colour) => picture(colour)))
  await makeCompany(
    path.join(world, 'company'),
    ids.map((id, index) => ({
      ...{ id, name: `Ada ${id}`, email: `${id}@example.com` },
      ...(index === 0 ? {} : { photo: { file: `${id}.png`, bytes: chosen[index] ?? Buffer.alloc(0) } }),
    })),
  )
  const shownOf = (id: string) => {
    const file = readdirSync(photos).find((name) => name.startsWith(`${id}.`))
    return file === undefined ? null : hash(readFileSync(path.join(photos, file)))
  }
  const believed = new Map<string, Believed>(
    ids.map((id) => [id, { id, shown: shownOf(id), standing: undefined }]),
  )
  /** For each run that changed photos: what it found. */
  const runs: { id: string; found: Map<string, string | null> }[] = []
  /** Drawings of ours, and those of them that `prune` may have given up. */
  const drawn = new Set<string>()
  let spare = new Set<string>()

  /** Whether an upload of ours was begun for them is not known: without a photo they may be left out from then on. */
  const unsure = new Set<string>()
  /** Whether they got their photo back is not known: once ours stands there no more, they may be left out as restored. */
  const perhapsRestored = new Set<string>()

  /** Does something; where it is killed, does it again. Answers with the run where it was not. */
  async function command(
    work: (bench: Bench) => Promise<unknown>,
    {
      style = '',
      crash = null,
      again: isRepeated = true,
    }: { style?: string; crash?: number | null; again?: boolean } = {},
  ): Promise<string | undefined> {
    const frozen = path.join(home, 'frozen')
    let calls = 0
    const countdown = () => {
      calls += 1
      // What a kill leaves is what lies there at that moment.
      if (calls === crash) cpSync(world, frozen, { recursive: true })
    }
    let run: string | undefined
    const bench = await workbench(world, (real) => watched(real, countdown), 2, style)
    bench.parts.onRun = (id) => void (run = id)
    await work(bench)
    await bench.close()
    if (crash === null || calls < crash) return run
    await rm(world, { recursive: true })
    await rename(frozen, world)
    if (!isRepeated) return undefined
    const again = await workbench(world, undefined, 2, style)
    await work(again)
    await again.close()
    return undefined
  }

  function serve(person: Believed, picture: string, style: string): void {
    const { shown, standing } = person
    const before = isOurs(person) && standing?.kind === 'own' ? standing.before : shown
    person.shown = picture
    person.standing = { kind: 'own', picture, style, before }
    drawn.add(picture)
    perhapsRestored.delete(person.id)
  }

  return {
    async sync(step: Step & { do: 'sync' }): Promise<void> {
      const run = await command((bench) => bench.sync({ replace: step.replace }), step)
      const found = new Map<string, string | null>()
      for (const [id, person] of believed) {
        if (!isServed(person, step)) continue
        const now = shownOf(id)
        if (person.shown === null && now === null && unsure.has(id)) continue
        if (now === person.shown && !isOurs(person) && perhapsRestored.has(id)) {
          person.standing = { kind: 'restored' }
          continue
        }
        found.set(id, person.shown)
        expect(now, `${id} shows an avatar`).to.not.be.oneOf([null, person.shown, ...chosen.map(hash)])
        serve(person, now ?? '', step.style)
      }
      if (run) runs.push({ id: run, found })
    },

    async restore(step: Step & { do: 'restore' }): Promise<void> {
      await command((bench) => bench.restore(), step)
      for (const person of believed.values()) putBack(person)
    },

    async 'restore-run'({ back }: Step & { do: 'restore-run' }): Promise<void> {
      const run = runs.at(-back)
      if (!run) return
      await command((bench) => bench.restore({ keys: [], from: 'run', run: run.id }))
      for (const [id, person] of believed) {
        const found = run.found.get(id)
        if (found === undefined || !isOurs(person) || found === person.shown) continue
        // A drawing of ours that was pruned cannot be had any more.
        if (found !== null && spare.has(found) && shownOf(id) === person.shown) continue
        person.shown = found
        person.standing = { kind: 'restored' }
      }
    },

    async list(): Promise<void> {
      const bench = await workbench(world, undefined)
      const selection = { kind: 'all', status: ['enabled'], where: [], keys: [] } as const
      const parts = { ...bench.parts, fingerprint: () => undefined }
      for await (const { person, photo } of listPeople(parts, { selection, photo: 'all', concurrency: 2 })) {
        const known = believed.get(person.id) as Believed
        const owner = known.shown === null ? null : isOurs(known) ? 'own-current' : 'human'
        expect(photo.owner, `whose photo ${person.id} is said to have`).to.equal(owner)
      }
      await bench.close()
    },

    async backup(): Promise<void> {
      const selection = { kind: 'all', status: ['enabled'], where: [], keys: [] } as const
      await command((bench) => backUp(bench.parts, { selection, concurrency: 2 }))
    },

    async prune(): Promise<void> {
      const database = await openWholeLedger(vault)
      const savedBefore = new Date(Date.now() + 1000).toISOString()
      const wish = { savedBefore, dryRun: false, confirm: () => Promise.resolve() }
      await prune(makeKeeper(vault, database), wish)
      database.close()
      spare = new Set(drawn)
    },

    async 'lose-ledger'(step: Step & { do: 'lose-ledger' }): Promise<void> {
      const work = (bench: Bench) => (step.in === 'sync' ? bench.sync({ replace: 'all' }) : bench.restore())
      if (step.crash !== null) await command(work, { ...step, again: false })
      for (const [id, person] of believed) {
        const now = shownOf(id)
        if (now === person.shown && !person.standing) unsure.add(id)
        if (now === person.shown && isOurs(person) && step.in === 'restore' && step.crash !== null)
          perhapsRestored.add(id)
        if (now === person.shown) continue
        if (step.in === 'sync') serve(person, now ?? '', step.style)
        else putBack(person)
      }
      for (const ending of ['', '-wal', '-shm'])
        await rm(path.join(vault, `ledger.sqlite${ending}`), { force: true })
      await rebuildLedger(vault, '0.0.0')
      runs.length = 0
    },

    async outside({ who, photo }: Step & { do: 'outside' }): Promise<void> {
      const bytes = photo === null ? undefined : chosen[photo]
      for (const file of readdirSync(photos))
        if (file.startsWith(`${who}.`)) await rm(path.join(photos, file))
      if (bytes) await writeFile(path.join(photos, `${who}.png`), bytes)
      const person = believed.get(who) as Believed
      person.shown = bytes ? hash(bytes) : null
    },

    async compare(after: string): Promise<void> {
      for (const [id, { shown }] of believed) expect(shownOf(id), `${id} after ${after}`).to.equal(shown)
      expect((await verifyVault(vault, { readData: true })).problems).to.deep.equal([])
    },
  }
}

function isOurs({ shown, standing }: Believed): boolean {
  return standing?.kind === 'own' && shown === standing.picture
}

function putBack(person: Believed): void {
  if (!isOurs(person) || person.standing?.kind !== 'own') return
  person.shown = person.standing.before
  person.standing = { kind: 'restored' }
}

/** Whether a sync puts an avatar up. */
function isServed(person: Believed, { replace, style }: { replace: 'own' | 'all'; style: string }): boolean {
  const { shown, standing } = person
  if (standing?.kind === 'restored') return false
  if (standing?.kind !== 'own') return shown === null || replace === 'all'
  if (shown === null) return false
  return isOurs(person) ? standing.style !== style : replace === 'all'
}

/** Counts every call, before and after. */
function watched(real: Required<Pick<Fault, 'readPhoto' | 'writePhoto'>> & Fault, count: () => void): Fault {
  const { readPhoto, writePhoto, removePhoto } = real
  async function counted<T>(call: Promise<T> | undefined): Promise<T> {
    const answer = (await call) as T
    count()
    return answer
  }
  return {
    readPhoto: (...args) => (count(), counted(readPhoto(...args))),
    writePhoto: (...args) => (count(), counted(writePhoto(...args))),
    removePhoto: (...args) => (count(), counted(removePhoto?.(...args))),
  }
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
