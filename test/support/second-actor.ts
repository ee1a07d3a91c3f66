import type { Directory, NoPhoto, Person, Photo } from '@avatarctl/sdk'
import { sha256 } from './network-promises.ts'
import { noisyPicture } from './pictures.ts'
import type { Fault, putTogether } from './workbench.ts'

type Parts = Awaited<ReturnType<typeof putTogether>>['parts']

/** Between which steps of a sync somebody else can act, in their order. */
export const gaps = [
  'between the plan and the reading of the original',
  'while the original is on its way to the vault',
  'before the ledger knows of the original',
  'before the wait for a turn to write',
  'between that wait and the last look',
  'in the last round trip, between the last look and the write',
  'between the write and the read-back',
  'between the two looks of the read-back',
] as const

export const lastRoundTrip = gaps.findIndex((gap) => gap.includes('last round trip'))

/** What somebody else does to a person's photo. */
export type Deed = 'another photo' | 'another photo and back' | 'the same again' | 'no photo'

export interface Act {
  gap: number
  deed: Deed
}

/** What a directory shows for somebody. */
export interface State {
  sha256: string | null
  version: string | null
}

/** A company that both actors share, past our tool. */
export interface SharedCompany {
  put(id: string, bytes: Buffer | null): Promise<void>
  shown(id: string): Promise<State>
}

/** What both did, as far as it has to be known to judge it. */
export interface Diary {
  start: State
  /** At our two looks before the write. */
  looks: State[]
  /** Right before each write of ours, and what we sent. */
  writes: { over: State; sent: string }[]
  /** At our last look after the write. */
  readBack: State | undefined
}

/** Somebody who acts between the steps of a run; what each person meets with is said beforehand. */
export async function secondActor(
  company: SharedCompany,
  start: ReadonlyMap<string, Buffer | null>,
  acts: ReadonlyMap<string, readonly Act[]>,
) {
  const diaries = new Map<string, Diary>()
  const still = new Map([...acts].map(([id, own]) => [id, [...own]]))
  const reads = new Map<string, number>()
  for (const [id, bytes] of start) {
    await company.put(id, bytes)
    diaries.set(id, { start: await company.shown(id), looks: [], writes: [], readBack: undefined })
  }
  const diaryOf = ({ id }: Pick<Person, 'id'>) => diaries.get(id) as Diary

  async function act(id: string, { gap, deed }: Act, nth: number): Promise<void> {
    const old = start.get(id) ?? null
    if (deed.startsWith('another photo'))
      await company.put(id, await noisyPicture(`${id} ${gap} ${nth}`, 'png'))
    if (deed === 'no photo') await company.put(id, null)
    if (deed === 'the same again' || deed === 'another photo and back') await company.put(id, old)
  }

  async function actsIn(gap: number, id: string): Promise<void> {
    const own = still.get(id) ?? []
    while (own[0] && own[0].gap <= gap) await act(id, own.shift() as Act, own.length)
  }

  return {
    diaries: diaries as ReadonlyMap<string, Diary>,

    /** The calls of a directory, with somebody acting before them. */
    disturb: (real: Directory): Fault => ({
      async readPhoto(person, signal): Promise<NoPhoto | Photo> {
        const nth = (reads.get(person.id) ?? 0) + 1
        reads.set(person.id, nth)
        const gap = [0, 4, 6][nth - 1] ?? 7
        await actsIn(gap, person.id)
        const state = await company.shown(person.id)
        if (nth <= 2) diaryOf(person).looks.push(state)
        else diaryOf(person).readBack = state
        return await real.readPhoto(person, signal)
      },
      async writePhoto(person, photo, condition) {
        await actsIn(lastRoundTrip, person.id)
        const over = await company.shown(person.id)
        diaryOf(person).writes.push({ over, sent: sha256(photo.bytes) })
        await real.writePhoto(person, photo, condition)
      },
    }),

    /** The same for what is no call of the directory. */
    attach(parts: Parts): void {
      const { originals, ledger, writer } = parts
      Object.assign(parts, {
        originals: {
          ...originals,
          async keep(...[person, ...rest]: Parameters<typeof originals.keep>) {
            await actsIn(1, person.id)
            return await originals.keep(person, ...rest)
          },
        },
        ledger: {
          ...ledger,
          async saved(...[change, original, run]: Parameters<typeof ledger.saved>) {
            await actsIn(2, original.person)
            return await ledger.saved(change, original, run)
          },
        },
        writer: {
          async admit(...[person, ...rest]: Parameters<typeof writer.admit>) {
            await actsIn(3, person.id)
            return await writer.admit(person, ...rest)
          },
        },
      })
    },

    /** What was to be done in gaps that the run did not come to is done now. */
    async actsAtLast(): Promise<void> {
      for (const id of still.keys()) await actsIn(gaps.length, id)
    },
  }
}

/** One act in each gap, and every two in every two gaps. */
export function everyInterleaving(deeds: readonly Deed[]): Act[][] {
  const single = gaps.flatMap((_, gap) => deeds.map((deed) => ({ gap, deed })))
  return [
    ...single.map((act) => [act]),
    ...single.flatMap((first) =>
      single.filter(({ gap }) => gap >= first.gap).map((second) => [first, second]),
    ),
  ]
}

/** What somebody can do where there was a photo, and where there was none. */
export const deedsFor = {
  photo: ['another photo', 'another photo and back', 'the same again', 'no photo'],
  none: ['another photo', 'another photo and back', 'no photo'],
} as const satisfies Record<string, readonly Deed[]>

/** `no photo, between the plan …, then …`. */
export function told(acts: readonly Act[]): string {
  return acts.map(({ gap, deed }) => `${deed} ${gaps[gap]}`).join(', then ')
}
