/** What became of a change, and what would. */
const changes = {
  create: ['Gets an avatar', 'New avatar'],
  replace: ['Would be replaced', 'Replaced'],
  refresh: ['Would be refreshed', 'Refreshed'],
  remove: ['Would be taken away', 'Taken away'],
  backup: ['Would be stored', 'Stored'],
}

/** By outcome: the words of a filter, and the colour. */
const outcomes = {
  planned: ['To change', 'plan'],
  done: ['Changed', 'good'],
  failed: ['Failed', 'bad'],
  unknown: ['Not certain', 'warn'],
  skipped: ['Left alone', 'still'],
}

/** By whose photo somebody has. */
const states = {
  missing: ['No photo', 'warn'],
  placeholder: ['Placeholder', 'warn'],
  human: ['Own photo', 'good'],
  'own-current': ['Our avatar', 'plan'],
  'own-outdated': ['Our avatar, out of date', 'plan'],
  unknown: ['Not known', 'still'],
}

/** Every state, in the order in which they are offered. */
export const order = [...Object.keys(outcomes), ...Object.keys(states)]

export const isGallery = ({ command }) => command === 'list'

/** By what people are told apart: what became of them, or whose photo they have. */
export function stateOf(person) {
  if (person.outcome !== undefined) return person.outcome
  if (person.placeholder) return 'placeholder'
  return person.owner ?? person.before
}

/** The words and the colour of a state. */
export function wordsOf(part, state) {
  const known = isGallery(part) ? states : outcomes
  const [words, tone] = known[state] ?? [state, 'still']
  return { words: state === 'done' && part.command === 'backup' ? 'Stored' : words, tone }
}

/** What stands on a card. */
export function badgeOf(part, person) {
  const { words } = wordsOf(part, stateOf(person))
  const isUpload = part.command === 'upload' && person.action === 'create'
  const [planned, done] = isUpload ? ['Gets their photo', 'New photo'] : (changes[person.action] ?? [])
  if (person.outcome === 'planned') return planned ?? words
  if (person.outcome !== 'done') return words
  return part.command === 'restore' && person.action !== 'remove' ? 'Put back' : (done ?? words)
}

/** Why somebody was changed, or was not. */
export const whyOf = (person) => person.error ?? person.reason

/** A reason as the beginning of a line. */
export const asLine = (text) => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())

/** How people know somebody. */
export const nameOf = ({ name, email, id }) => name ?? email ?? id

export function titleOf(part) {
  if (isGallery(part)) return 'People and their photos'
  if (part.dryRun)
    return (
      { restore: 'Photos that would be put back', upload: 'Photos that would be put up' }[part.command] ??
      'Photos that would be changed'
    )
  return (
    {
      backup: 'Photos that were stored',
      upload: 'Photos that were put up',
      restore: 'Photos that were put back',
    }[part.command] ?? 'Photos that were changed'
  )
}

export function aboutOf(part) {
  const when = part.begunAt && new Date(part.begunAt)
  const time = when && new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' }).format(when)
  const same = part.directory === undefined || part.directory === part.name
  const where = same ? part.name : `${part.name} (${part.directory})`
  const what = part.dryRun ? 'dry run, nothing was written' : part.run && `run ${part.run}`
  return [where, time, what].filter(Boolean)
}
