// The page itself: what it says stands in JSON around it, and is put on the screen as text, never as markup.
import { facts, peopleOf } from './data.js'
import { element, number, theirs } from './element.js'
import { showFailures } from './failures.js'
import { showFilters } from './filters.js'
import { showNumbers } from './numbers.js'
import { followTheme } from './theme.js'
import { paintArrivals, showAll, showWall } from './wall.js'
import { aboutOf, isGallery, titleOf } from './words.js'

const endedEarly = 'This run ended before its end: what is shown here is what was done until then.'
const notBegun = 'Nothing was done here. Where the command was run it says why.'

const place = (id) => document.getElementById(id)

function show(index) {
  const part = facts.parts[index]
  const people = peopleOf(index)
  place('title').textContent = titleOf(part)
  document.title = `${titleOf(part)}: ${part.name}`
  place('about').replaceChildren(...aboutOf(part).flatMap((text, at) => [at > 0 ? ' · ' : '', theirs(text)]))
  document.body.classList.toggle('gallery', isGallery(part))
  place('early').hidden = part.summary !== null
  place('early').textContent = part.begunAt === undefined ? notBegun : endedEarly
  showNumbers(part)
  const choose = showFilters(part, people, (found) =>
    showWall({ part, index, people: found, of: people.length }),
  )
  showFailures(people, (why) => {
    choose(why)
    place('people').scrollIntoView()
    place('people').focus({ preventScroll: true })
  })
  place('people').hidden = people.length === 0
  place('nobody').hidden = people.length > 0 || part.summary === null || isGallery(part)
  showCredits(people)
  for (const [at, button] of [...place('directories').children].entries())
    if (at === index) button.setAttribute('aria-current', 'true')
    else button.removeAttribute('aria-current')
}

/** Whom the artwork is to be credited to, each of them once. */
function showCredits(people) {
  const credits = [...new Set(people.flatMap(({ credit }) => credit ?? []))]
  place('credits').hidden = credits.length === 0
  place('credits').replaceChildren(
    'Artwork: ',
    ...credits.flatMap((text, at) => [at > 0 ? ' · ' : '', theirs(text)]),
  )
}

function showDirectories() {
  place('directories').hidden = facts.parts.length < 2
  const buttons = facts.parts.map((part, index) =>
    element(
      'button',
      { type: 'button', onclick: () => show(index) },
      theirs(part.name),
      ` (${number.format(part.people)})`,
    ),
  )
  place('directories').replaceChildren(...buttons)
}

function showMade() {
  const when = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' }).format(
    new Date(facts.madeAt),
  )
  const [{ summary }] = facts.parts
  const asked = !summary?.requests
    ? ''
    : ` ${number.format(summary.requests)} requests in ${summary.seconds.toFixed(1)} s.`
  const kind = isGallery(facts.parts[0]) ? 'gallery' : 'report'
  place('made').textContent =
    `This ${kind} was made by avatarctl ${facts.version} on ${when}.${asked} It holds names and faces: give it to nobody whom they do not concern. It loads nothing from anywhere.`
}

followTheme()
showDirectories()
showMade()
document.querySelector('main').hidden = false
show(0)

addEventListener('beforeprint', showAll)
const arrivals = setInterval(paintArrivals, 50)
addEventListener('DOMContentLoaded', () => {
  clearInterval(arrivals)
  paintArrivals()
})
