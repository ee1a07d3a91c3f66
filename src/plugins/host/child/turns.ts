import type { Turn } from '@avatarctl/sdk'
import type { Say } from './speech.ts'

/** Turns by the numbers under which the tool knows them: its own, and those that the directory gives by itself. */
export function turns(say: Say) {
  const numbers = new WeakMap<Turn, number>()
  const lent = new Map<number, Turn>()
  let ownNumbers = 0

  /** The number of a turn; one that is no turn of the pace's gets one below zero. */
  function numberOf(turn: Turn): number {
    const number = numbers.get(turn) ?? --ownNumbers
    numbers.set(turn, number)
    return number
  }

  return {
    numberOf,

    /** One that the tool's pace has given. */
    given(group: string, number: number): Turn {
      const turn = { group, release: () => say({ type: 'release', turn: number }) }
      numbers.set(turn, number)
      return turn
    },

    /** Leaves one with the tool, until a write uses it or it is released. */
    lend(turn: Turn): { turn: number; group: string } {
      const number = numberOf(turn)
      lent.set(number, turn)
      return { turn: number, group: turn.group }
    },

    takeBack(number: number): Turn | undefined {
      const turn = lent.get(number)
      lent.delete(number)
      return turn
    },
  }
}

export type Turns = ReturnType<typeof turns>
