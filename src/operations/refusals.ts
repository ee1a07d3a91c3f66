import { AppError } from '../errors.ts'
import type { ChangeResult } from '../records.ts'

/** So many people in a row who are refused are everybody, before anybody was served and afterwards. */
const inARow = { atFirst: 3, later: 10 }

/**
 * Tells a permission that is missing for one person from one that is missing for everybody: services refuse both in
 * the same words. Whoever is refused among others who are served is refused alone.
 */
export function makeRefusals() {
  let served = 0
  let refused = 0
  let last: AppError | undefined

  return {
    /** What a result means for everybody; undefined when it concerns one person only, or that is not known yet. */
    after({ outcome, error }: ChangeResult): AppError | undefined {
      if (outcome === 'done') [served, refused] = [served + 1, 0]
      if (error?.kind !== 'forbidden') return undefined
      refused += 1
      last = new AppError('refused', error.message, { hint: error.hint })
      return refused >= (served === 0 ? inARow.atFirst : inARow.later) ? last : undefined
    },

    /** Where nobody was served, those few who were to be stand for everybody. */
    atTheEnd: (): AppError | undefined => (served === 0 ? last : undefined),
  }
}
