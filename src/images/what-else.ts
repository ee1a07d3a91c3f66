/** First bytes of what people take for a photo, or save as one. */
const others: [name: string, start: RegExp][] = [
  ['BMP', /^BM[^]{4}\0{4}/],
  ['JPEG XL', /^(?:\xff\x0a|\0\0\0\x0cJXL )/],
  ['JPEG 2000', /^(?:\0\0\0\x0cjP {2}|\xff\x4f\xff\x51)/],
  ['a Photoshop file', /^8BPS/],
  ['an icon', /^\0\0\x01\0/],
  ['a PDF', /^%PDF-/],
  ['a film', /^[^]{4}(?:ftyp(?:mp4|isom|iso2|avc1|qt {2})|moov|mdat)/],
  ['an archive', /^(?:PK\x03\x04|Rar!|7z\xbc\xaf|\x1f\x8b)/],
]

/** What bytes are that are no image which is known here, in words that go on to what can be done. */
export function whatElse(bytes: Uint8Array): string {
  if (bytes.byteLength === 0) return 'the image is empty'
  if (isWebPage(bytes)) return 'that is a web page (HTML), not an image'
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 16)).toString('latin1')
  const found = others.find(([, start]) => start.test(head))
  return found
    ? `that is ${found[0]}, which cannot be read here: save the picture as JPEG`
    : 'that is not an image'
}

/** Whether the text begins as a page of the web does: what a sign-in or an error is saved as. */
function isWebPage(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096))
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0x3c && head[1] === 0)
  const text = head.toString(isWide ? 'utf16le' : 'utf8')
  const start = text.replace(/^(?:[\ufeff\s]+|<!--[^]*?-->|<\?[^]*?\?>)+/u, '')
  return /^<(?:!doctype\s+html|html|head|body|title|script|meta)\b/i.test(start)
}
