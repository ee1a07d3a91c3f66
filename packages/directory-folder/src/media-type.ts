const BEGINNINGS: [string, RegExp][] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
]

/** What an image is by its first bytes, whatever its name says. */
export function mediaTypeOf(bytes: Buffer): string {
  const start = bytes.toString('latin1', 0, 12)
  return BEGINNINGS.find(([, beginning]) => beginning.test(start))?.[0] ?? 'application/octet-stream'
}
