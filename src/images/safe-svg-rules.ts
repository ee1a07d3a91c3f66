import type { XmlAttribute } from './xml.ts'

/**
 * What an SVG may consist of. Elements are a list of what is allowed, so that what nobody thought of is refused;
 * unprefixed names are SVG (another default namespace is refused), and prefixed names stand only in `metadata`, where
 * nothing is drawn.
 */
const allowedElements = new Set(
  `svg g defs symbol use path rect circle ellipse line polyline polygon linearGradient radialGradient stop clipPath
  mask pattern marker title desc metadata style filter feBlend feColorMatrix feComponentTransfer feComposite
  feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG
  feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile
  feTurbulence`.split(/\s+/),
)

/** Local names that a browser acts upon even where nothing is drawn, if their prefix were bound to such a namespace. */
const activeElements =
  /^(?:script|style|image|feimage|use|foreignobject|a|animate.*|set|text|iframe|img|object|embed|video|audio|link|meta|base|handler|listener)$/i

const svgNamespace = 'http://www.w3.org/2000/svg'

/** Why this element may not stand here, or `null`. `open` are the names of the elements around it. */
export function reasonAgainstElement(
  element: { name: string; attributes: readonly XmlAttribute[] },
  open: readonly string[],
): string | null {
  if (open.length === 0) {
    if (element.name !== 'svg') return `has the root <${element.name}>`
    if (!element.attributes.some(({ name, value }) => name === 'xmlns' && value === svgNamespace))
      return `lacks xmlns="${svgNamespace}"`
  }
  if (open.at(-1) === 'style') return `has <${element.name}> inside <style>`
  if (allowedElements.has(element.name)) return null
  const local = /^[^:]+:([^:]+)$/.exec(element.name)?.[1]
  if (local !== undefined && open.includes('metadata') && !activeElements.test(local)) return null
  if (element.name === 'text')
    return 'has <text>: draw letters as outlines, or they differ from machine to machine'
  return `has <${element.name}>, which is not a shape`
}

/** What is wrong with an attribute, or `null`. The value has its entities decoded. */
export function reasonAgainstAttribute(name: string, value: string, inMetadata: boolean): string | null {
  const lower = name.toLowerCase()
  const local = lower.slice(lower.lastIndexOf(':') + 1)
  if (lower === 'xmlns') return value === svgNamespace ? null : 'another namespace'
  if (lower.startsWith('xmlns:')) return /xhtml|mathml/i.test(value) ? 'the namespace of web pages' : null
  if (local.startsWith('on')) return 'an event'
  if (lower === 'xml:base') return 'a base address'
  if (local === 'systemlanguage') return "a condition on the machine's language"
  if (local === 'href' || local === 'src')
    return /^\s*#\S+\s*$/.test(value) ? null : 'a reference to something outside'
  return inMetadata ? null : reasonAgainstCss(value)
}

/** What is wrong with the text of a `style` element, or `null`. */
export function reasonAgainstStyle(text: string): string | null {
  if (text.includes('@')) return 'an @ rule'
  if (text.includes('\\')) return 'an escape'
  if (text.includes('<')) return 'a tag'
  return reasonAgainstCss(text)
}

/** Presentation attributes are CSS too: `fill` may hold a `url()`, and a backslash may hide one. */
function reasonAgainstCss(value: string): string | null {
  if (!value.includes('(')) return null
  if (value.includes('\\')) return 'an escape'
  for (const text of [value, value.replace(/\/\*[^]*?\*\//g, '')]) {
    if (/(?:image|image-set|cross-fade|src|expression)\s*\(/i.test(text)) return 'a picture from outside'
    for (const [, target = ''] of text.matchAll(/url\s*\(\s*["']?\s*([^"')]*)/gi)) {
      if (!/^#[^\s]/.test(target)) return 'a reference to something outside'
    }
  }
  return null
}
