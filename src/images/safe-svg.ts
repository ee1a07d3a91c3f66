import { messageOf } from '../errors.ts'
import { ImageError } from './image-error.ts'
import { reasonAgainstAttribute, reasonAgainstElement, reasonAgainstStyle } from './safe-svg-rules.ts'
import { readXml, type XmlPiece } from './xml.ts'

const maxBytes = 2_000_000
const maxElements = 20_000
const maxDepth = 200

/**
 * Throws an `ImageError` with the reason unless the SVG only draws shapes of its own: nothing that runs, nothing from
 * outside, no text (it would be drawn with the machine's fonts), nothing that a second parser could read differently.
 */
export function assertSafeSvg(bytes: Uint8Array): void {
  const reason = reasonAgainstSvg(bytes)
  if (reason !== null) throw new ImageError(`the SVG ${reason}`)
}

function reasonAgainstSvg(bytes: Uint8Array): string | null {
  if (bytes.byteLength === 0) return 'is empty'
  if (bytes.byteLength > maxBytes) return `has ${bytes.byteLength} bytes; the limit is ${maxBytes}`
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return 'is not UTF-8'
  }
  if (/[^\P{Cc}\t\n\r]/u.test(text)) return 'has control characters'
  try {
    return reasonAgainstDocument(text)
  } catch (error) {
    return `is not well-formed: ${messageOf(error)}`
  }
}

interface Reading {
  /** Names of the elements around. */
  open: string[]
  elements: number
  /** The text of the style element being read; one of many parts where comments or CDATA interrupt it. */
  style: string
}

function reasonAgainstDocument(text: string): string | null {
  const reading: Reading = { open: [], elements: 0, style: '' }
  for (const piece of readXml(text)) {
    const reason = reasonAgainstPiece(piece, reading)
    if (reason !== null) return reason
  }
  if (reading.open.length > 0) return `is not well-formed: <${reading.open.at(-1)}> is never closed`
  return reading.elements === 0 ? 'has no root' : null
}

function reasonAgainstPiece(piece: XmlPiece, reading: Reading): string | null {
  switch (piece.kind) {
    case 'declaration':
      return 'has a DOCTYPE or another declaration'
    case 'instruction':
      return reasonAgainstInstruction(piece)
    case 'text':
      if (reading.open.length === 0 && piece.text.trim() !== '') return 'has text outside its root'
      if (reading.open.at(-1) === 'style') reading.style += piece.text
      return null
    case 'close':
      return reasonAgainstClosing(piece.name, reading)
    case 'open':
      return reasonAgainstOpening(piece, reading)
  }
}

function reasonAgainstOpening(piece: XmlPiece & { kind: 'open' }, reading: Reading): string | null {
  const { open } = reading
  if (open.length === 0 && reading.elements > 0) return 'is not well-formed: it has two roots'
  if (++reading.elements > maxElements) return `has more than ${maxElements} elements`
  if (open.length >= maxDepth) return `is nested more than ${maxDepth} deep`
  const reason = reasonAgainstElement(piece, open) ?? reasonAgainstAttributes(piece, open)
  if (!piece.empty) open.push(piece.name)
  return reason
}

function reasonAgainstClosing(name: string, reading: Reading): string | null {
  if (reading.open.pop() !== name) return `is not well-formed: </${name}> closes nothing`
  if (name !== 'style') return null
  const reason = reasonAgainstStyle(reading.style)
  reading.style = ''
  return reason === null ? null : `has a style with ${reason}`
}

function reasonAgainstAttributes(
  element: XmlPiece & { kind: 'open' },
  open: readonly string[],
): string | null {
  for (const { name, value } of element.attributes) {
    const reason = reasonAgainstAttribute(name, value, open.includes('metadata'))
    if (reason !== null) return `has ${reason} in ${name} of <${element.name}>`
  }
  return null
}

function reasonAgainstInstruction(piece: XmlPiece & { kind: 'instruction' }): string | null {
  if (piece.target !== 'xml' || piece.at !== 0) return `has a processing instruction (${piece.target})`
  const encoding = /\bencoding\s*=\s*["']([^"']*)["']/i.exec(piece.data)?.[1]
  return encoding === undefined || /^(?:utf-?8|us-ascii)$/i.test(encoding)
    ? null
    : `says that it is ${encoding}`
}
