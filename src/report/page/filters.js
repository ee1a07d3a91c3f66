import { element, number } from './element.js'
import { nameOf, order, stateOf, whyOf, wordsOf } from './words.js'

const form = document.getElementById('filters')

/** Letters without their accents, in lower case: `odziewa` finds Łukasz Odziewa, `jose` finds José. */
const folded = (text) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('ß', 'ss')

function textOf(person) {
  const { name = '', email = '', extension = '', department = '', site = '', id } = person
  return (person.text ??= folded([name, email, extension, department, site, id].join('\n')))
}

const statuses = {
  enabled: 'Active',
  notActivated: 'Not activated',
  disabled: 'Disabled',
  unassigned: 'Unassigned',
}

const choices = [
  { name: 'department', title: 'Department', of: ({ department }) => department },
  { name: 'why', title: 'Reason', of: whyOf },
  { name: 'generator', title: 'Generator', of: ({ generator }) => generator },
  { name: 'status', title: 'Status', of: ({ status }) => statuses[status] ?? status },
]

const orders = {
  listed: ['As listed', (one, other) => one.index - other.index],
  name: ['Name', by(nameOf)],
  department: ['Department', by(({ department }) => department ?? '\uffff')],
}

function by(of) {
  const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
  return (one, other) => compare(of(one), of(other)) || one.index - other.index
}

/** The controls above the wall. `onChange` is told who is to be shown, in order; answers with a way to choose a reason. */
export function showFilters(part, people, onChange) {
  const counts = countsOf(people, stateOf)
  const states = order.filter((state) => counts.has(state))
  const chip = (value, words, count) =>
    element(
      'label',
      {},
      element('input', { type: 'radio', name: 'state', value, checked: value === '' }),
      words,
      element('span', {}, number.format(count)),
    )
  form.replaceChildren(
    element(
      'fieldset',
      {},
      element('legend', { className: 'unseen' }, 'Who is shown'),
      chip('', 'All', people.length),
      ...states.map((state) => chip(state, wordsOf(part, state).words, counts.get(state))),
    ),
    field(
      'Search',
      element('input', {
        type: 'search',
        name: 'words',
        autocomplete: 'off',
        spellcheck: false,
        placeholder: 'Name or e-mail',
      }),
    ),
    ...choices.flatMap((choice) => chooser(choice, people)),
    field(
      'Order',
      element(
        'select',
        { name: 'sorting' },
        ...Object.entries(orders).map(([value, [title]]) => element('option', { value }, title)),
      ),
    ),
    field(
      'View',
      element(
        'select',
        { name: 'view' },
        element('option', { value: '' }, 'Cards'),
        element('option', { value: 'faces' }, 'Faces'),
      ),
    ),
    element('button', { type: 'reset', hidden: true }, 'Show everybody'),
  )

  function apply() {
    const { words = '', sorting, view, ...wanted } = Object.fromEntries(new FormData(form))
    const parts = folded(words).split(/\s+/).filter(Boolean)
    const chosen = choices.filter(({ name }) => wanted[name])
    const found = people.filter(
      (person) =>
        (!wanted.state || stateOf(person) === wanted.state) &&
        chosen.every(({ name, of }) => of(person) === wanted[name]) &&
        parts.every((word) => textOf(person).includes(word)),
    )
    form.querySelector('[type="reset"]').hidden = found.length === people.length
    document.getElementById('wall').classList.toggle('only-faces', view === 'faces')
    onChange(sorting === 'listed' ? found : found.sort(orders[sorting][1]))
  }

  form.oninput = apply
  form.onreset = () => setTimeout(apply)
  form.onsubmit = (event) => event.preventDefault()
  apply()
  return (why) => {
    form.reset()
    const select = form.elements.namedItem('why')
    if (select) select.value = why
    apply()
  }
}

function countsOf(people, of) {
  const counts = new Map()
  for (const person of people) {
    const value = of(person)
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return counts
}

/** A choice is only there where there is something to be told apart. */
function chooser({ name, title, of }, people) {
  const counts = countsOf(people, of)
  if (counts.size < 2) return []
  const values = [...counts].sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
  const options = values.map(([value, count]) =>
    element('option', { value }, `${shortened(value)} (${number.format(count)})`),
  )
  return [field(title, element('select', { name }, element('option', { value: '' }, 'Any'), ...options))]
}

const shortened = (text) => (text.length > 80 ? `${text.slice(0, 79)}…` : text)

function field(title, control) {
  control.id = `filter-${control.name}`
  return element('div', { className: 'field' }, element('label', { htmlFor: control.id }, title), control)
}
