import { element, number } from './element.js'
import { isGallery, wordsOf } from './words.js'

/** The sums at the top: title, number, and the colour where there are any. */
function sumsOf(part) {
  const { counts, people } = part
  const of = (...states) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
  if (isGallery(part))
    return [
      ['People', people],
      ['With a photo of their own', of('human'), 'good'],
      ['With an avatar of ours', of('own-current', 'own-outdated'), 'plan'],
      ['Without a photo', of('missing'), 'warn'],
      ...(of('unknown') > 0 ? [['Not known', of('unknown')]] : []),
    ]
  // What is only counted is not in the page: people who need no change.
  const all = Math.max(part.summary?.people ?? 0, people)
  const changed = part.dryRun ? 'planned' : 'done'
  return [
    ['People looked at', all],
    [wordsOf(part, changed).words, of(changed), part.dryRun ? 'plan' : 'good'],
    ['Failed', of('failed'), 'bad'],
    ...(of('unknown') > 0 ? [['Not certain', of('unknown'), 'warn']] : []),
    ['Left as they are', all - of(changed, 'failed', 'unknown')],
  ]
}

export function showNumbers(part) {
  const tiles = sumsOf(part).map(([title, count, tone = '']) =>
    element(
      'div',
      { className: count > 0 ? tone : '' },
      element('dt', {}, title),
      element('dd', {}, number.format(count)),
    ),
  )
  document.getElementById('numbers').replaceChildren(...tiles)
}
