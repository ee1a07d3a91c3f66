import { createHash } from 'node:crypto'

/** A photo of the company, as the service keeps it. */
export interface CompanyPhoto {
  bytes: Buffer
  mediaType: string
  /** 32 hexadecimal digits. */
  etag: string
  /** ISO 8601. */
  lastModified: string
}

/** What a list says about a photo, without its bytes. */
export type PhotoVersion = Omit<CompanyPhoto, 'bytes'>

/** How photos get their etags: from their bytes, or another one at every write whatever the bytes. */
export type EtagStyle = 'md5' | 'opaque'

export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex')
}

export function etagFrom(...parts: (number | string)[]): string {
  return md5(Buffer.from(parts.join('/')))
}
