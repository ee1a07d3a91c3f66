import { dice } from '../dice.ts'

/**
 * Every combination of ways where there are at most `limit`; else those that break things most often (all lost, all
 * kept, one lost or torn, one kept, lost or torn from one on), of them and at random so many that there are `limit`,
 * the same every time.
 */
export function combinations(ways: readonly number[], limit: number, seed = 1): number[][] {
  const product = ways.reduce((all, one) => all * one, 1)
  if (product <= limit) return everyOne(ways)
  const found = new Map<string, number[]>()
  const add = (combination: number[]) => void found.set(combination.join(), combination)
  const from = (decide: (at: number) => number) => add(ways.map((_, at) => decide(at)))
  from(() => 0)
  from(() => 1)
  ways.forEach((count, changed) => {
    from((at) => (at < changed ? 1 : 0))
    for (let way = 0; way < count; way += 1) {
      from((at) => (at === changed ? way : 1))
      from((at) => (at === changed ? way : at < changed ? 1 : 0))
    }
    from((at) => (at === changed ? 1 : 0))
  })
  const throwDice = dice(seed)
  while (found.size < limit) add(ways.map((count) => Math.floor(throwDice() * count)))
  const all = [...found.values()]
  // The first two are the plainest: all lost, all kept.
  while (all.length > limit) all.splice(2 + Math.floor(throwDice() * (all.length - 2)), 1)
  return all
}

function everyOne(ways: readonly number[]): number[][] {
  let all: number[][] = [[]]
  for (const count of ways)
    all = all.flatMap((begun) => Array.from({ length: count }, (_, way) => [...begun, way]))
  return all
}
