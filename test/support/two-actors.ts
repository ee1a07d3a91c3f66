import { expect } from 'chai'
import type { ChangeResult } from '../../src/records.ts'
import { originalsIn } from './network-promises.ts'
import { noisyPicture } from './pictures.ts'
import { type Act, type Diary, lastRoundTrip, secondActor, type State, told } from './second-actor.ts'
import type { Company } from './shared-companies.ts'

/** How the encounters of a run ended, by how many people. */
export type Tally = Record<
  | 'changes noticed'
  | 'not noticed in the last round trip'
  | 'ours stood to the end'
  | 'theirs found at the read-back',
  number
>

export const noTally = (): Tally => ({
  ...{ 'changes noticed': 0, 'not noticed in the last round trip': 0 },
  ...{ 'ours stood to the end': 0, 'theirs found at the read-back': 0 },
})

/**
 * One sync in which each person's photo is changed by somebody else at moments of its own; holds it against promise
 * 10, and then sees what a later sync and a restore make of it.
 */
export async function meet(
  home: string,
  company: Company,
  encounters: readonly (readonly Act[])[],
  { hasPhoto, tally = noTally() }: { hasPhoto: boolean; tally?: Tally },
): Promise<Tally> {
  const start = new Map<string, Buffer | null>()
  for (const id of company.ids) start.set(id, hasPhoto ? await noisyPicture(id, 'png') : null)
  const acts = new Map(encounters.map((own, index) => [company.ids[index] as string, own]))
  const actor = await secondActor(company, start, acts)
  const bench = await company.open((real) => actor.disturb(real))
  actor.attach(bench.parts)
  await bench.sync({ replace: 'all' })
  await bench.close()
  const vault = await originalsIn(home)
  const results = new Map(bench.results.map((result) => [result.change.person.id, result]))
  const judge = { company, vault, tally }
  for (const [id, own] of acts) {
    judgeOne(judge, own, actor.diaries.get(id) as Diary, results.get(id) as ChangeResult)
  }
  await actor.actsAtLast()

  const left = await everybody(company)
  await runLater(company, 'sync')
  for (const [id, own] of acts) {
    const theirs = left.get(id) as State
    // Where there is no photo, one is put up by the next run: that is what it is for.
    if (theirs.sha256 === null) continue
    expect((await company.shown(id)).sha256, `a later sync, ${told(own)}`).to.equal(theirs.sha256)
  }
  await runLater(company, 'restore')
  for (const [id, own] of acts) {
    const { writes, looks } = actor.diaries.get(id) as Diary
    const theirs = left.get(id) as State
    const isOurs = writes.some(({ sent }) => sent === theirs.sha256)
    const expected = isOurs ? looks[1]?.sha256 : theirs.sha256
    expect((await company.shown(id)).sha256, `a later restore, ${told(own)}`).to.equal(expected)
  }
  return tally
}

function judgeOne(
  { company, vault, tally }: { company: Company; vault: ReadonlySet<string>; tally: Tally },
  acts: readonly Act[],
  { start, looks, writes, readBack }: Diary,
  { outcome, error }: ChangeResult,
): void {
  const name = `${told(acts)}: ${outcome} (${error?.message ?? 'no error'})`
  const isSeenToChange = !isSame(looks[0], start) || (looks.length > 1 && !isSame(looks[1], looks[0]))
  const over = writes[0]?.over
  const isRefused = over !== undefined && company.conditionalWrite && over.version !== looks[1]?.version
  if (isSeenToChange || isRefused) {
    expect(writes.length, name).to.equal(isSeenToChange ? 0 : 1)
    expect([outcome, error?.code], name).to.deep.equal(['skipped', 'changed'])
    tally['changes noticed'] += 1
    return
  }
  expect(writes.length, name).to.equal(1)
  const { sent } = writes[0] as Diary['writes'][number]
  if (over && !isSame(over, looks[1])) {
    // The one gap in which nothing can be noticed.
    expect(acts.some(({ gap }) => gap === lastRoundTrip) && !company.conditionalWrite, name).to.equal(true)
    tally['not noticed in the last round trip'] += 1
  } else if (over && over.sha256 !== null) {
    expect(vault.has(over.sha256), `${name}: what gave way is an original`).to.equal(true)
  }
  if (readBack?.sha256 === sent) {
    expect(outcome, name).to.equal('done')
    tally['ours stood to the end'] += 1
  } else {
    expect(outcome, name).to.be.oneOf(['failed', 'unknown'])
    tally['theirs found at the read-back'] += 1
  }
}

function isSame(one: State | undefined, other: State | undefined): boolean {
  return one?.sha256 === other?.sha256 && one?.version === other?.version
}

async function everybody(company: Company): Promise<Map<string, State>> {
  const states = new Map<string, State>()
  for (const id of company.ids) states.set(id, await company.shown(id))
  return states
}

async function runLater(company: Company, command: 'restore' | 'sync'): Promise<void> {
  const bench = await company.open()
  await (command === 'sync' ? bench.sync() : bench.restore())
  await bench.close()
}
