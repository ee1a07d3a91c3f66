import { messageOf } from '../errors.ts'
import { ImageError } from './image-error.ts'
import { reasonAgainstAttribute, reasonAgainstElement, reasonAgainstStyle } from './safe-svg-rules.ts'
import { readXml } from './xml.ts'

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
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/.test(text)) return 'has control characters'
  try {
    return reasonAgainstDocument(text)
  } catch (error) {
    return `is not well-formed: ${messageOf(error)}`
  }
}

function reasonAgainstDocument(text: string): string | null {
  const open: string[] = []
  let elements = 0
  let style = ''
  for (const piece of readXml(text)) {
    if (piece.kind === 'declaration') return 'has a DOCTYPE or another declaration'
    if (piece.kind === 'instruction') {
      const reason = reasonAgainstInstruction(piece)
      if (reason !== null) return reason
    } else if (piece.kind === 'text') {
      if (open.length === 0 && piece.text.trim() !== '') return 'has text outside its root'
      if (open.at(-1) === 'style') style += piece.text
    } else if (piece.kind === 'close') {
      if (open.pop() !== piece.name) return `is not well-formed: </${piece.name}> closes nothing`
      if (piece.name === 'style') {
        const reason = reasonAgainstStyle(style)
        if (reason !== null) return `has a style with ${reason}`
        style = ''
      }
    } else {
      if (open.length === 0 && elements > 0) return 'is not well-formed: it has two roots'
      if (++elements > maxElements) return `has more than ${maxElements} elements`
      if (open.length >= maxDepth) return `is nested more than ${maxDepth} deep`
      const reason = reasonAgainstElement(piece, open) ?? reasonAgainstAttributes(piece, open)
      if (reason !== null) return reason
      if (!piece.empty) open.push(piece.name)
    }
  }
  if (open.length > 0) return `is not well-formed: <${open.at(-1)}> is never closed`
  return elements === 0 ? 'has no root' : null
}

function reasonAgainstAttributes(
  element: { name: string; attributes: readonly { name: string; value: string }[] },
  open: readonly string[],
): string | null {
  for (const { name, value } of element.attributes) {
    const reason = reasonAgainstAttribute(name, value, open.includes('metadata'))
    if (reason !== null) return `has ${reason} in ${name} of <${element.name}>`
  }
  return null
}

function reasonAgainstInstruction(piece: { target: string; data: string; at: number }): string | null {
  if (piece.target !== 'xml' || piece.at !== 0) return `has a processing instruction (${piece.target})`
  const encoding = /\bencoding\s*=\s*["']([^"']*)["']/i.exec(piece.data)?.[1]
  return encoding === undefined || /^(?:utf-?8|us-ascii)$/i.test(encoding)
    ? null
    : `says that it is ${encoding}`
}
