/**
 * An element with its properties and what is in it. Text comes in as text and never as markup: nothing here parses HTML.
 */
export function element(name, properties = {}, ...inside) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined) continue
    if (key in made) made[key] = value
    else made.setAttribute(key, value)
  }
  made.append(...inside.filter((one) => one != null))
  return made
}

/** Somebody's own text, which is read in its own direction and does not turn what stands around it. */
export function theirs(text) {
  return element('bdi', {}, text)
}

/** A sentence in which `code` stands between backticks. */
export function sentence(text) {
  return text.split('`').map((piece, index) => (index % 2 === 1 ? element('code', {}, piece) : piece))
}

/** A drawing of one path, which says nothing to who hears the page. */
export function drawing(className, viewBox, path) {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  svg.setAttribute('class', className)
  svg.setAttribute('viewBox', viewBox)
  svg.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS(space, 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

export const number = new Intl.NumberFormat('en')

/** `1 person`, `2,000 people`. */
export function counted(count, one, many) {
  return `${number.format(count)} ${count === 1 ? one : many}`
}
