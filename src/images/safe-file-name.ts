import { createHash } from 'node:crypto'

/** Names that Windows keeps for devices, whatever their ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * A name that every file system takes and that stays inside its folder, recognisable where that can be had, and no
 * longer than about `most` bytes. Where something could not be kept, a digest tells one from another.
 */
export function safeFileName(id: string, most = 120): string {
  const plain = id
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}@+_. -]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '_')
  const short =
    Buffer.from(plain).length > most ? plain.slice(0, most / 3).replace(/[\ud800-\udbff]$/, '') : plain
  const safe = short !== '' && !reserved.test(short) && short === id
  return safe ? short : `${short.replace(/[. ]+$/, '') || 'person'}~${digest(id)}`
}

/** Eight hexadecimal digits that tell one text from another. */
export const digest = (id: string) => createHash('sha256').update(id).digest('hex').slice(0, 8)
