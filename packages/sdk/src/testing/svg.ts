/** An element of an SVG. */
export interface SvgElement {
  /** Without its namespace prefix; `!DOCTYPE` and `?name` for what is no element. */
  name: string
  attributes: Record<string, string>
  /** Its own character data. */
  text: string
}

const nameOf = '[A-Za-z_][\\w.:-]*'
const attribute = `\\s+${nameOf}\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`
const token = new RegExp(
  [
    '<!--[^]*?-->',
    `<\\?(?<instruction>${nameOf})[^]*?\\?>`,
    '<!\\[CDATA\\[(?<raw>[^]*?)\\]\\]>',
    '<!(?<doctype>DOCTYPE)[^>]*>',
    `</(?<end>${nameOf})\\s*>`,
    `<(?<start>${nameOf})(?<attributes>(?:${attribute})*)\\s*(?<empty>/?)>`,
    '(?<text>[^<]+)',
  ].join('|'),
  'y',
)
/** XML has no place for these. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
const loneAmpersand = /&(?!(?:#\d+|#x[\da-f]+|amp|lt|gt|quot|apos);)/i

/** The elements of an SVG in the order in which they begin. Throws where it is not well-formed UTF-8 XML. */
export function readSvg(bytes: Uint8Array): SvgElement[] {
  const source = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  if (forbidden.test(source)) throw new Error('It holds a control character')
  const elements: SvgElement[] = []
  const open: { element: SvgElement; name: string }[] = []
  for (const found of tokensOf(source)) {
    const begun = elementAt(found)
    if (begun) elements.push(begun)
    if (begun && found.start && !found.empty) open.push({ element: begun, name: found.start })
    if (found.end && open.pop()?.name !== found.end) {
      throw new Error(`It closes ${found.end}, which is not open`)
    }
    const inner = open.at(-1)
    if (inner) inner.element.text += found.text ?? found.raw ?? ''
  }
  const unclosed = open.at(-1)
  if (unclosed) throw new Error(`It does not close ${unclosed.name}`)
  return elements
}

type Token = Partial<Record<string, string>>

function* tokensOf(source: string): Iterable<Token> {
  token.lastIndex = 0
  while (token.lastIndex < source.length) {
    const at = token.lastIndex
    const found: Token | undefined = token.exec(source)?.groups
    if (!found) throw new Error(`It is not well-formed at: ${source.slice(at, at + 60)}`)
    const text = found.text ?? found.attributes ?? ''
    if (loneAmpersand.test(text)) throw new Error(`It holds an unescaped ampersand at: ${text.slice(0, 60)}`)
    if (found.text?.includes(']]>')) throw new Error('It holds ]]> outside of CDATA')
    yield found
  }
}

function elementAt({ instruction, doctype, start, attributes = '' }: Token): SvgElement | undefined {
  if (instruction) return { name: `?${instruction}`, attributes: {}, text: '' }
  if (doctype) return { name: '!DOCTYPE', attributes: {}, text: '' }
  if (start) return { name: start.replace(/^.*:/, ''), attributes: attributesOf(attributes), text: '' }
  return undefined
}

function attributesOf(source: string): Record<string, string> {
  const pairs = source.matchAll(new RegExp(`(${nameOf})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g'))
  return Object.fromEntries(
    Array.from(pairs, ([, name = '', double, single]) => [name, double ?? single ?? '']),
  )
}

/** What in an SVG could run, fetch, or look different on another machine. */
export function* hazardsOf(elements: readonly SvgElement[]): Iterable<string> {
  for (const { name, attributes, text } of elements) {
    if (/^(?:script|foreignObject|iframe|object|embed|audio|video)$/i.test(name)) {
      yield `<${name}> runs or embeds something`
    }
    if (/^(?:text|tspan|textPath)$/i.test(name)) {
      yield `<${name}> is drawn with the fonts of whoever looks at it`
    }
    if (/^(?:!DOCTYPE|\?xml-stylesheet)$/i.test(name)) yield `<${name}> declares or fetches something`
    for (const [key, value] of Object.entries(attributes)) yield* hazardsOfAttribute(key, value)
    if (/^style$/i.test(name)) yield* outsideReferences(text)
  }
}

function* hazardsOfAttribute(key: string, value: string): Iterable<string> {
  if (/^on/i.test(key)) yield `${key} runs a script`
  if (/^(?:.*:)?(?:href|src)$/i.test(key) && !/^\s*#/.test(value)) {
    yield `${key}="${value.slice(0, 80)}" points outside`
  }
  yield* outsideReferences(value)
}

function* outsideReferences(style: string): Iterable<string> {
  const plain = style.replaceAll(/&(?:quot|apos|#34|#39);/g, '"')
  const outside = /@import|url\(\s*["']?\s*(?!["'#\s])[^)]*/i.exec(plain)
  if (outside) yield `${outside[0].slice(0, 80)} points outside`
}
