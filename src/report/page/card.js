import { drawing, element, theirs } from './element.js'
import { asLine, badgeOf, isGallery, nameOf, stateOf, whyOf, wordsOf } from './words.js'

const silhouette =
  'M12 12a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm0 2.2c-4.6 0-8.5 2.5-8.5 6v.8h17v-.8c0-3.5-3.9-6-8.5-6Z'
const arrow = 'M3 12h17m-6-6 6 6-6 6'

/** One person: their faces (which `paint` fills in), who they are, what became of them and why. */
export function cardOf(part, person) {
  const name = nameOf(person)
  const why = whyOf(person)
  const who = [person.department, person.email === name ? undefined : person.email].filter(Boolean)
  return element(
    'li',
    { className: wordsOf(part, stateOf(person)).tone },
    element('div', { className: 'faces' }, ...framesOf(part, person)),
    element(
      'div',
      {},
      element('p', { className: 'name' }, theirs(name)),
      ...who.map((text) => element('p', { className: 'who' }, theirs(text))),
    ),
    element(
      'p',
      { className: 'state' },
      element('span', { className: 'badge' }, badgeOf(part, person)),
      person.generator === undefined
        ? null
        : element('span', { className: 'by' }, 'by ', theirs(person.generator)),
    ),
    why === undefined ? null : element('p', { className: 'why' }, theirs(asLine(why))),
    person.file === undefined ? null : element('p', { className: 'why' }, theirs(person.file)),
    person.small === undefined
      ? null
      : element(
          'p',
          { className: 'why' },
          `Blurred: the picture has ${person.small} x ${person.small} pixels`,
        ),
    ...(person.passed ?? []).map((text) => element('p', { className: 'why' }, theirs(text))),
  )
}

/** Of whose photo nothing was changed, it may not have been looked at. */
const captions = { present: 'Has a photo', missing: 'No photo' }

/** Whether a before and an after are told apart. */
const isPair = ({ outcome }) => outcome === 'done' || outcome === 'planned' || outcome === 'unknown'

function framesOf(part, person) {
  const name = nameOf(person)
  if (isGallery(part) || part.command === 'backup' || !isPair(person))
    return [
      frame(
        'before',
        person.before,
        name,
        ['sync', 'restore', 'upload'].includes(part.command) ? captions[person.before] : undefined,
      ),
    ]
  const hasBefore = person.before !== 'missing'
  return [
    frame('before', person.before, `${name}, before`, hasBefore ? 'Before' : 'No photo', 'aside'),
    drawing('arrow', '0 0 24 24', arrow),
    person.action === 'remove'
      ? frame('after', 'missing', '', 'No photo')
      : frame('after', 'present', `${name}, after`, part.dryRun ? 'Planned' : 'After'),
  ]
}

function frame(side, state, alt, caption, extra = '') {
  const isNone = state === 'missing'
  const place = element(
    'div',
    { className: `face${isNone ? ' none' : ''}`, 'data-side': side },
    drawing('', '0 0 24 24', silhouette),
  )
  if (!isNone) place.dataset.alt = alt
  return element('figure', { className: extra }, place, caption ? element('figcaption', {}, caption) : null)
}

/** Puts somebody's faces into their card. Those that there are none of stay silhouettes. */
export function paint(card, [before, after]) {
  const sources = { before, after }
  for (const place of card.querySelectorAll('[data-alt]')) {
    const source = sources[place.dataset.side]
    if (source)
      place.replaceChildren(element('img', { src: source, alt: place.dataset.alt, decoding: 'async' }))
  }
}
