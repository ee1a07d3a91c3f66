import { cardOf, paint } from './card.js'
import { facesOf } from './data.js'
import { counted, element, number } from './element.js'

/** More people than these are turned over in pages. */
const peopleOnPage = 2000
/** So many cards are made before the first of them is shown, and then at a time. */
const atOnce = 120

const wall = document.getElementById('wall')
const pager = document.getElementById('pager')
const count = document.getElementById('count')

/** Cards without their faces yet, and whose they are. */
const unpainted = new Map()
/** Faces are put in as their cards come near: thousands of pictures take a while to read. */
const near = new IntersectionObserver(
  (seen) => seen.forEach(({ isIntersecting, target }) => isIntersecting && paintSoon(target)),
  { rootMargin: '800px' },
)

/** Cards of this page that are not made yet. */
let rest = []
let timer

function paintSoon(card) {
  const whose = unpainted.get(card)
  if (!whose) return
  const faces = facesOf(whose.index, whose.person)
  // The file is still being read: later.
  if (!faces) return
  near.unobserve(card)
  unpainted.delete(card)
  paint(card, faces)
}

function make(howMany) {
  const cards = rest.splice(0, howMany).map(({ part, index, person }) => {
    const card = cardOf(part, person)
    unpainted.set(card, { index, person })
    near.observe(card)
    return card
  })
  wall.append(...cards)
  clearTimeout(timer)
  if (rest.length > 0) timer = setTimeout(() => make(atOnce), 0)
}

/** Shows people, page by page. */
export function showWall({ part, index, people, of }, page = 0) {
  near.disconnect()
  unpainted.clear()
  wall.replaceChildren()
  const from = page * peopleOnPage
  const shown = people.slice(from, from + peopleOnPage)
  rest = shown.map((person) => ({ part, index, person }))
  make(atOnce)
  const pages = Math.ceil(people.length / peopleOnPage)
  const all =
    people.length === of
      ? counted(of, 'person', 'people')
      : `${number.format(people.length)} of ${counted(of, 'person', 'people')}`
  count.textContent =
    pages > 1 ? `${number.format(from + 1)} to ${number.format(from + shown.length)} of ${all}` : all
  showPager(pages, page, (next) => {
    showWall({ part, index, people, of }, next)
    document.getElementById('people').focus({ preventScroll: true })
    document.getElementById('people').scrollIntoView()
  })
}

function showPager(pages, page, turn) {
  pager.hidden = pages < 2
  const to = (text, target, label) =>
    element(
      'button',
      {
        type: 'button',
        disabled: target < 0 || target >= pages,
        onclick: () => turn(target),
        'aria-label': label,
      },
      text,
    )
  const numbers = Array.from({ length: pages }, (_, target) => {
    const button = to(`${target + 1}`, target, `Page ${target + 1}`)
    if (target === page) button.setAttribute('aria-current', 'page')
    return button
  })
  pager.replaceChildren(to('Back', page - 1), ...numbers, to('Next', page + 1))
}

/** On paper everybody of the page is there. */
export function showAll() {
  make(rest.length)
  for (const card of [...unpainted.keys()]) paintSoon(card)
}

/** While the file is being read, faces come in after their cards. */
export function paintArrivals() {
  const rim = innerHeight + 800
  for (const card of unpainted.keys()) {
    if (card.getBoundingClientRect().top > rim) break
    paintSoon(card)
  }
}
