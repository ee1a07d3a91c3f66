/** The images that are recognised. Not all of them can be decoded here (HEIC) or drawn into (TIFF). */
export type ImageMediaType =
  | 'image/png'
  | 'image/jpeg'
  | 'image/gif'
  | 'image/webp'
  | 'image/svg+xml'
  | 'image/avif'
  | 'image/heic'
  | 'image/tiff'

/** What the bytes are by their own first bytes, whatever a name or a header says; `null` for anything else. */
export function sniffMediaType(bytes: Uint8Array): ImageMediaType | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096)).toString(
    'latin1',
  )
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif'
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return 'image/webp'
  if (/^(?:II[*+]\0|MM\0[*+])/.test(head)) return 'image/tiff'
  if (head.startsWith('ftyp', 4)) return sniffHeif(head)
  return opensWithSvg(head) ? 'image/svg+xml' : null
}

/** AVIF and HEIC share a container; the brands in its first box tell which codec is inside. */
function sniffHeif(head: string): ImageMediaType | null {
  const length = Buffer.from(head.slice(0, 4), 'latin1').readUInt32BE()
  const brands = head.slice(8, Math.min(length, 256)).match(/[^]{4}/g) ?? []
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'image/avif'
  return brands.some((brand) => /^(?:hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand)) ? 'image/heic' : null
}

/** Whether the first element is `svg`, after what may stand before it: byte order mark, prolog, comments, DOCTYPE. */
function opensWithSvg(head: string): boolean {
  let at = head.startsWith('\xef\xbb\xbf') ? 3 : 0
  for (;;) {
    while (/[ \t\r\n]/.test(head.charAt(at))) at++
    if (/^<(?:[\w.-]+:)?svg[\s/>]/.test(head.slice(at, at + 64))) return true
    const closing = closingOf(head.slice(at))
    const end = closing === null ? -1 : head.indexOf(closing, at + 2)
    if (closing === null || end < 0) return false
    at = end + closing.length
  }
}

/** What ends the comment, the instruction or the declaration that the text begins with. */
function closingOf(text: string): string | null {
  if (text.startsWith('<!--')) return '-->'
  if (text.startsWith('<?')) return '?>'
  if (!/^<!doctype/i.test(text)) return null
  return /^[^>[]*\[/.test(text) ? ']>' : '>'
}
