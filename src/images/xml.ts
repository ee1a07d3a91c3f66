/** A piece of an XML document. Values and texts have their entities decoded; comments are left out. */
export type XmlPiece =
  | { kind: 'open'; name: string; attributes: XmlAttribute[]; empty: boolean }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string }
  | { kind: 'instruction'; target: string; data: string; at: number }
  | { kind: 'declaration' }

/** One attribute, its name with its prefix. */
export interface XmlAttribute {
  name: string
  value: string
}

/**
 * Reads XML strictly, piece by piece. What is not plainly well-formed throws a `SyntaxError`: where two parsers could
 * differ about where a tag ends, neither is asked. Balance of tags is left to the caller.
 */
export function* readXml(text: string): Generator<XmlPiece> {
  let at = 0
  while (at < text.length) {
    if (text[at] !== '<') {
      const end = indexOrEnd(text, '<', at)
      yield { kind: 'text', text: decodeEntities(text.slice(at, end)) }
      at = end
    } else if (text.startsWith('<!--', at)) {
      at = endOfComment(text, at)
    } else if (text.startsWith('<![CDATA[', at)) {
      const end = indexOrThrow(text, ']]>', at + 9)
      yield { kind: 'text', text: text.slice(at + 9, end) }
      at = end + 3
    } else if (text.startsWith('<?', at)) {
      const end = indexOrThrow(text, '?>', at + 2)
      const [, target = '', data = ''] = /^(\S*)\s*([^]*)$/.exec(text.slice(at + 2, end)) ?? []
      yield { kind: 'instruction', target, data, at }
      at = end + 2
    } else if (text.startsWith('<!', at)) {
      yield { kind: 'declaration' }
      at = endOfDeclaration(text, at)
    } else {
      const tag = text.startsWith('</', at) ? readClosingTag(text, at) : readOpeningTag(text, at)
      yield tag.piece
      at = tag.end
    }
  }
}

function readClosingTag(text: string, at: number): { piece: XmlPiece; end: number } {
  const closing = /<\/([A-Za-z_:][\w:.-]*)[ \t\r\n]*>/y
  closing.lastIndex = at
  const name = closing.exec(text)?.[1]
  if (name === undefined) throw new SyntaxError(`a malformed tag at character ${at}`)
  return { piece: { kind: 'close', name }, end: closing.lastIndex }
}

function readOpeningTag(text: string, at: number): { piece: XmlPiece; end: number } {
  const opening = /<([A-Za-z_:][\w:.-]*)/y
  opening.lastIndex = at
  const name = opening.exec(text)?.[1]
  if (name === undefined) throw new SyntaxError(`a malformed tag at character ${at}`)
  const attributes: XmlAttribute[] = []
  const seen = new Set<string>()
  let end = opening.lastIndex
  for (;;) {
    const attribute = /[ \t\r\n]+([A-Za-z_:][\w:.-]*)[ \t\r\n]*=[ \t\r\n]*(?:"([^<"]*)"|'([^<']*)')/y
    attribute.lastIndex = end
    const match = attribute.exec(text)
    if (match === null) break
    const [, key = '', double, single = ''] = match
    if (seen.has(key)) throw new SyntaxError(`the attribute ${key} twice at character ${end}`)
    seen.add(key)
    attributes.push({ name: key, value: decodeEntities(double ?? single) })
    end = attribute.lastIndex
  }
  const closing = /[ \t\r\n]*(\/?)>/y
  closing.lastIndex = end
  const match = closing.exec(text)
  if (match === null) throw new SyntaxError(`a malformed tag at character ${at}`)
  return { piece: { kind: 'open', name, attributes, empty: match[1] === '/' }, end: closing.lastIndex }
}

/** A browser that reads the document as HTML ends a comment earlier than XML does; such comments are refused. */
function endOfComment(text: string, at: number): number {
  const end = indexOrThrow(text, '-->', at + 4)
  if (/^-?>|--|-$/.test(text.slice(at + 4, end)))
    throw new SyntaxError(`a malformed comment at character ${at}`)
  return end + 3
}

function endOfDeclaration(text: string, at: number): number {
  const end = indexOrThrow(text, '>', at)
  const subset = text.indexOf('[', at)
  return subset < 0 || subset > end ? end + 1 : indexOrThrow(text, '>', indexOrThrow(text, ']', subset)) + 1
}

function indexOrEnd(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from)
  return at < 0 ? text.length : at
}

function indexOrThrow(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from)
  if (at < 0) throw new SyntaxError(`no ${wanted} after character ${from}`)
  return at
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+)?;?/gi, (entity) => {
    const [, hex, decimal, name] = /^&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));$/.exec(entity) ?? []
    if (name !== undefined && Object.hasOwn(named, name)) return named[name] ?? ''
    const code = hex !== undefined ? parseInt(hex, 16) : Number(decimal ?? 0)
    if (code === 0 || code > 0x10_ff_ff) throw new SyntaxError(`an unknown entity (${entity})`)
    return String.fromCodePoint(code)
  })
}
