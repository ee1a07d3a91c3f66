import type { PlannedChange } from '../terminal/plan-table.ts'

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`

/** What will happen, in a sentence or two, for whoever is about to say yes. */
export function planSentence(changes: readonly PlannedChange[], command: string): string {
  const of = (action: string) =>
    changes.filter((one) => one.outcome === 'planned' && one.action === action).length
  const isRestore = command === 'restore'
  const [create, replace, refresh, remove] = ['create', 'replace', 'refresh', 'remove'].map(of) as [
    number,
    number,
    number,
    number,
  ]
  const parts = [
    ...(create > 0 ? [count(create, 'person gets an avatar', 'people get an avatar')] : []),
    ...(refresh > 0
      ? [count(refresh, 'avatar of ours is drawn anew', 'avatars of ours are drawn anew')]
      : []),
    ...(replace > 0
      ? [
          isRestore
            ? count(replace, 'photo is put back', 'photos are put back')
            : count(replace, 'avatar of ours gives way', 'avatars of ours give way'),
        ]
      : []),
    ...(remove > 0 ? [count(remove, 'person has no photo again', 'people have no photo again')] : []),
  ]
  const kept = isRestore
    ? 'No photo that somebody has chosen since gives way without another question'
    : 'Nobody’s own photo is touched'
  return `${parts.join(', ')}. ${kept}, and what stands there now is stored first.`
}
