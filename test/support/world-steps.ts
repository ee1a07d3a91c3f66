import fc from 'fast-check'

/** Something that happens in a company over the years. `crash`: killed at that call of the directory, then run again. */
export type Step =
  | { do: 'sync'; replace: 'own' | 'all'; style: string; crash: number | null }
  | { do: 'restore'; crash: number | null }
  /** Back to what an earlier run found, counted from the last one. */
  | { do: 'restore-run'; back: number }
  | { do: 'list' }
  | { do: 'backup' }
  | { do: 'prune' }
  /** Where there is a crash, nothing was run again before the ledger was lost. */
  | { do: 'lose-ledger'; crash: number | null; in: 'sync' | 'restore'; style: string }
  /** Somebody chooses another photo, or takes away what is there. */
  | { do: 'outside'; who: string; photo: number | null }

/** Everybody: the first has no photo, the others one each. */
export const ids = ['1', '2', '3']

/** The photos that somebody may choose. */
export const colours = ['red', 'blue', 'green', 'gold']

const named = <Name extends Step['do']>(name: Name) => fc.constant(name)
const crash = fc.option(fc.integer({ min: 1, max: 24 }), { freq: 2 })

/** Two to twelve steps in any order. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        do: named('sync'),
        replace: fc.constantFrom('own' as const, 'all' as const),
        style: fc.constantFrom('', 'a', 'b'),
        crash,
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: named('restore'), crash }) },
    { weight: 1, arbitrary: fc.record({ do: named('restore-run'), back: fc.integer({ min: 1, max: 3 }) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: named('outside'),
        who: fc.constantFrom(...ids),
        photo: fc.option(fc.nat(colours.length - 1), { freq: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: named('list') }) },
    { weight: 1, arbitrary: fc.record({ do: named('backup') }) },
    { weight: 2, arbitrary: fc.record({ do: named('prune') }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: named('lose-ledger'),
        crash,
        in: fc.constantFrom('sync' as const, 'restore' as const),
        style: fc.constantFrom('', 'a', 'b'),
      }),
    },
  ),
  { minLength: 2, maxLength: 12, size: 'max' },
)
