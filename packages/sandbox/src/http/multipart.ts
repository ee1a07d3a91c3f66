/** One part of a multipart body. */
export interface Part {
  headers: Record<string, string>
  name: string | undefined
  filename: string | undefined
  content: Buffer
}

const CRLF = Buffer.from('\r\n')
const BLANK_LINE = Buffer.from('\r\n\r\n')

/** The boundary that a content type names; undefined when it is no `multipart/form-data` or names none. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const [, quoted, bare] =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
      contentType ?? '',
    ) ?? []
  return quoted ?? bare
}

/** Every part as it was sent; `null` when the body is not of the form that RFC 7578 asks for, down to the last dash. */
export function partsOf(body: Buffer, boundary: string): Part[] | null {
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  // The first delimiter has no line before it.
  const framed = Buffer.concat([CRLF, body])
  if (!framed.subarray(0, delimiter.length).equals(delimiter)) return null
  const parts: Part[] = []
  let at = delimiter.length
  while (!isEnd(framed, at)) {
    const next = framed.indexOf(delimiter, at)
    if (next === -1 || !framed.subarray(at, at + 2).equals(CRLF)) return null
    const part = partOf(framed.subarray(at + 2, next))
    if (!part) return null
    parts.push(part)
    at = next + delimiter.length
  }
  return parts
}

function isEnd(framed: Buffer, at: number): boolean {
  return /^--(?:\r\n)?$/.test(framed.toString('latin1', at))
}

function partOf(bytes: Buffer): Part | null {
  const end = bytes.indexOf(BLANK_LINE)
  if (end === -1) return null
  const headers: Record<string, string> = {}
  for (const line of bytes.toString('utf8', 0, end).split('\r\n')) {
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9a-z-]+):[ \t]*(.*?)[ \t]*$/i.exec(line) ?? []
    if (name === undefined || value === undefined) return null
    headers[name.toLowerCase()] = value
  }
  const disposition = headers['content-disposition'] ?? ''
  if (!/^form-data\s*(?:;|$)/i.test(disposition)) return null
  return {
    headers,
    name: parameter(disposition, 'name'),
    filename: parameter(disposition, 'filename'),
    content: bytes.subarray(end + BLANK_LINE.length),
  }
}

function parameter(disposition: string, name: string): string | undefined {
  return new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(disposition)?.[1]
}
