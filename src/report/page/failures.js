import { counted, element, sentence, theirs } from './element.js'
import { asLine, nameOf, stateOf, whyOf } from './words.js'

/** Names that are shown of a group, at first. */
const namesShown = 60

const isTrouble = (person) =>
  person.outcome === 'failed' ||
  person.outcome === 'unknown' ||
  (person.outcome === 'skipped' && person.error !== undefined)

/** Who failed or was left out, by the reason, with what to do next. `choose` shows those of a reason on the wall. */
export function showFailures(people, choose) {
  const groups = Map.groupBy?.(people.filter(isTrouble), whyOf) ?? grouped(people.filter(isTrouble))
  document.getElementById('failures').hidden = groups.size === 0
  const sorted = [...groups].sort(([, one], [, other]) => other.length - one.length)
  document
    .getElementById('groups')
    .replaceChildren(...sorted.map(([why, them]) => groupOf(why, them, choose, groups.size === 1)))
}

function groupOf(why, people, choose, isOnly) {
  const [first] = people
  const more = people.length - namesShown
  return element(
    'details',
    { className: stateOf(first) === 'failed' ? 'bad' : 'warn', open: isOnly || people.length <= 10 },
    element(
      'summary',
      {},
      theirs(asLine(why)),
      element('span', {}, ` · ${counted(people.length, 'person', 'people')}`),
    ),
    first.next === undefined ? null : element('p', {}, ...sentence(first.next)),
    element(
      'ul',
      {},
      ...people.slice(0, namesShown).map((person) => element('li', {}, theirs(nameOf(person)))),
      more > 0 ? element('li', {}, `and ${counted(more, 'other', 'others')}`) : null,
    ),
    element(
      'button',
      { type: 'button', onclick: () => choose(why) },
      people.length === 1 ? 'Show this person' : 'Show these people',
    ),
  )
}

function grouped(people) {
  const groups = new Map()
  for (const person of people) groups.set(whyOf(person), [...(groups.get(whyOf(person)) ?? []), person])
  return groups
}
