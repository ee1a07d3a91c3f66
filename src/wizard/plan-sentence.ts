import type { PlannedChange } from '../terminal/plan-table.ts'

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`

/** What will happen, in a sentence or two, for whoever is about to say yes. */
export function planSentence(changes: readonly PlannedChange[], command: string): string {
  const of = (action: string) =>
    changes.filter((one) => one.outcome === 'planned' && one.action === action).length
  const [create, replace, refresh, remove] = ['create', 'replace', 'refresh', 'remove'].map(of) as [
    number,
    number,
    number,
    number,
  ]
  const { gets, gives, give, kept } = wordsOf(command)
  const parts = [
    ...(create > 0 ? [count(create, `person gets ${gets}`, `people get ${gets}`)] : []),
    ...(refresh > 0
      ? [count(refresh, 'avatar of ours is drawn anew', 'avatars of ours are drawn anew')]
      : []),
    ...(replace > 0 ? [count(replace, gives, give)] : []),
    ...(remove > 0 ? [count(remove, 'person has no photo again', 'people have no photo again')] : []),
  ]
  return `${parts.join(', ')}. ${kept}, and what stands there now is stored first.`
}

function wordsOf(command: string) {
  if (command === 'restore')
    return {
      gets: 'their photo back',
      ...{ gives: 'photo is put back', give: 'photos are put back' },
      kept: 'No photo that somebody has chosen since gives way without another question',
    }
  if (command === 'upload')
    return {
      gets: 'a photo of yours',
      ...{ gives: 'photo gives way to one of yours', give: 'photos give way to one of yours' },
      kept: 'No photo that somebody chose gives way without another question',
    }
  return {
    gets: 'an avatar',
    ...{ gives: 'avatar of ours gives way', give: 'avatars of ours give way' },
    kept: 'Nobody’s own photo is touched',
  }
}
