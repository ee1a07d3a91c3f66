import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import { backUp } from '../../src/operations/back-up.ts'
import { prune } from '../../src/operations/prune.ts'
import { makeKeeper } from '../../src/vault/keeper.ts'
import { openWholeLedger } from '../../src/vault/ledger.ts'
import { rebuildLedger } from '../../src/vault/rebuild-ledger.ts'
import { verifyVault } from '../../src/vault/verify.ts'
import { makeCompany } from './company.ts'
import { picture } from './pictures.ts'
import { type Fault, workbench } from './workbench.ts'

/** Something that happens in a company over the years. `crash`: killed at that call of the directory, then run again. */
export type Step =
  | { do: 'sync'; replace: 'own' | 'all'; style: string; crash: number | null }
  | { do: 'restore'; crash: number | null }
  | { do: 'restore-run'; back: number }
  | { do: 'backup' }
  | { do: 'prune' }
  | { do: 'lose-ledger' }
  /** Somebody chooses another photo, or takes away what is there. */
  | { do: 'outside'; who: string; photo: number | null }

const ids = ['1', '2', '3']
const colours = ['red', 'blue', 'green', 'gold']

const crash = fc.option(fc.integer({ min: 1, max: 24 }), { freq: 2 })

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('sync' as const),
        replace: fc.constantFrom('own' as const, 'all' as const),
        style: fc.constantFrom('', 'a', 'b'),
        crash,
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('restore' as const), crash }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('restore-run' as const), back: fc.integer({ min: 1, max: 3 }) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('outside' as const),
        who: fc.constantFrom(...ids),
        photo: fc.option(fc.nat(colours.length - 1), { freq: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'backup' as const }) },
    { weight: 2, arbitrary: fc.constant({ do: 'prune' as const }) },
    { weight: 1, arbitrary: fc.constant({ do: 'lose-ledger' as const }) },
  ),
  { minLength: 2, maxLength: 12, size: 'max' },
)

/** What there has to be. */
interface Believed {
  /** Hash of what is shown. */
  shown: string | null
  standing:
    { kind: 'own'; picture: string; style: string; before: string | null } | { kind: 'restored' } | undefined
}

/** Lives through the steps with the real parts in `home`, and compares with the model after each. */
export async function live(home: string, sequence: readonly Step[]): Promise<void> {
  const world = path.join(home, 'world')
  const photos = path.join(world, 'company', 'photos')
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
  const believed = new Map<string, Believed>(
    ids.map((id) => [id, { shown: shownOf(photos, id), standing: undefined }]),
  )
  /** For each run that changed photos: what it found. */
  const runs: { id: string; found: Map<string, string | null> }[] = []
  /** Drawings of ours that `prune` may have given up. */
  let drawn = new Set<string>()
  let spare = new Set<string>()

  async function command(
    work: (bench: Awaited<ReturnType<typeof workbench>>) => Promise<unknown>,
    style = '',
    killAt: number | null = null,
  ): Promise<string | undefined> {
    const frozen = path.join(home, 'frozen')
    let calls = 0
    const countdown = () => {
      calls += 1
      // What a kill leaves is what lies there at that moment.
      if (calls === killAt) cpSync(world, frozen, { recursive: true })
    }
    const bench = await workbench(world, (real) => watched(real, countdown), 2, style)
    let run: string | undefined
    bench.parts.onRun = (id) => void (run = id)
    await work(bench)
    await bench.close()
    if (killAt === null || calls < killAt) return run
    await rm(world, { recursive: true })
    await rename(frozen, world)
    const again = await workbench(world, undefined, 2, style)
    await work(again)
    await again.close()
    return undefined
  }

  for (const step of sequence) {
    switch (step.do) {
      case 'sync': {
        const run = await command((bench) => bench.sync({ replace: step.replace }), step.style, step.crash)
        const found = new Map<string, string | null>()
        for (const [id, person] of believed) {
          const picture = syncs(person, step)
          if (!picture) continue
          found.set(id, person.shown)
          const now = shownOf(photos, id)
          expect(now, `${id} shows an avatar`).to.not.be.oneOf([null, person.shown, ...chosen.map(hash)])
          const { standing } = person
          const goesOn = standing?.kind === 'own' && person.shown === standing.picture
          const before = goesOn ? standing.before : person.shown
          believed.set(id, {
            shown: now,
            standing: { kind: 'own', picture: now ?? '', style: step.style, before },
          })
          drawn.add(now ?? '')
        }
        if (run) runs.push({ id: run, found })
        break
      }
      case 'restore': {
        await command((bench) => bench.restore(), '', step.crash)
        for (const person of believed.values()) {
          if (person.standing?.kind !== 'own' || person.shown !== person.standing.picture) continue
          person.shown = person.standing.before
          person.standing = { kind: 'restored' }
        }
        break
      }
      case 'restore-run': {
        const run = runs.at(-step.back)
        if (!run) break
        await command((bench) => bench.restore({ keys: [], from: 'run', run: run.id }))
        for (const [id, found] of run.found) {
          const person = believed.get(id) as Believed
          const isOurs = person.standing?.kind === 'own' && person.shown === person.standing.picture
          if (!isOurs || found === person.shown) continue
          const now = shownOf(photos, id)
          // A drawing of ours that was pruned cannot be had any more.
          if (found !== null && spare.has(found) && now === person.shown) continue
          person.shown = found
          person.standing = { kind: 'restored' }
        }
        break
      }
      case 'backup':
        await command((bench) => {
          const selection = { kind: 'all', status: ['enabled'], where: [], keys: [] } as const
          return backUp(bench.parts, { selection, concurrency: 2 })
        })
        break
      case 'prune': {
        const vault = path.join(world, 'vault')
        const database = await openWholeLedger(vault)
        const savedBefore = new Date(Date.now() + 1000).toISOString()
        const confirm = () => Promise.resolve()
        await prune(makeKeeper(vault, database), { savedBefore, dryRun: false, confirm })
        database.close()
        spare = new Set(drawn)
        break
      }
      case 'lose-ledger': {
        const vault = path.join(world, 'vault')
        for (const ending of ['', '-wal', '-shm'])
          await rm(path.join(vault, `ledger.sqlite${ending}`), { force: true })
        await rebuildLedger(vault, '0.0.0')
        runs.length = 0
        break
      }
      case 'outside': {
        const person = believed.get(step.who) as Believed
        const bytes = step.photo === null ? undefined : chosen[step.photo]
        for (const file of readdirSync(photos))
          if (file.startsWith(`${step.who}.`)) await rm(path.join(photos, file))
        if (bytes) await writeFile(path.join(photos, `${step.who}.png`), bytes)
        person.shown = bytes ? hash(bytes) : null
        break
      }
    }
    for (const [id, { shown }] of believed)
      expect(shownOf(photos, id), `${id} after ${step.do}`).to.equal(shown)
    const { problems } = await verifyVault(path.join(world, 'vault'), { readData: true })
    expect(problems).to.deep.equal([])
  }
  drawn = new Set()
}

/** Whether a sync puts an avatar up. */
function syncs(
  { shown, standing }: Believed,
  { replace, style }: { replace: 'own' | 'all'; style: string },
): boolean {
  if (standing?.kind === 'restored') return false
  if (standing?.kind === 'own') {
    if (shown === null) return false
    if (shown === standing.picture) return standing.style !== style
    return replace === 'all'
  }
  return shown === null || replace === 'all'
}

/** Counts every call, before and after. */
function watched(real: Required<Pick<Fault, 'readPhoto' | 'writePhoto'>> & Fault, count: () => void): Fault {
  const { readPhoto, writePhoto, removePhoto } = real
  return {
    async readPhoto(...args) {
      count()
      const answer = await readPhoto(...args)
      count()
      return answer
    },
    async writePhoto(...args) {
      count()
      await writePhoto(...args)
      count()
    },
    async removePhoto(...args) {
      count()
      await removePhoto?.(...args)
      count()
    },
  }
}

function shownOf(photos: string, id: string): string | null {
  const file = readdirSync(photos).find((name) => name.startsWith(`${id}.`))
  return file === undefined ? null : hash(readFileSync(path.join(photos, file)))
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
