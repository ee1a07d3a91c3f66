/** Whether the text of these bytes begins as a page of the web does: what a sign-in or an error is saved as. */
export function isWebPage(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096))
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0x3c && head[1] === 0)
  const text = head.toString(isWide ? 'utf16le' : 'utf8')
  const start = text.replace(/^(?:[\ufeff\s]+|<!--[^]*?-->|<\?[^]*?\?>)+/u, '')
  return /^<(?:!doctype\s+html|html|head|body|title|script|meta)\b/i.test(start)
}
