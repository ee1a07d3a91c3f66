/** By what a photo is chosen where several generators of a chain have one. */
export type Preference = 'first' | 'largest' | 'newest'

/** A photo that a generator has. */
export interface FoundPhoto {
  bytes: Uint8Array
  /** When it was last changed (ISO 8601), where its source says so. */
  modified?: string
}

/**
 * The photo that is preferred: the one whose smaller side has most pixels, or the one that was changed last; among equals the
 * one that comes first. A photo whose time nobody knows is older than any other.
 */
export async function preferredPhoto<P extends FoundPhoto>(
  photos: readonly P[],
  by: Preference,
  sideOf: (bytes: Uint8Array) => Promise<number>,
): Promise<P | undefined> {
  const rank = ({ bytes, modified }: FoundPhoto) => {
    if (by === 'largest') return sideOf(bytes)
    return by === 'newest' && modified !== undefined ? Date.parse(modified) : -Infinity
  }
  const [first, ...others] = photos
  if (!first || others.length === 0) return first
  let best = { photo: first, rank: await rank(first) }
  for (const photo of others) {
    const its = await rank(photo)
    if (its > best.rank) best = { photo, rank: its }
  }
  return best.photo
}

/**
 * Who is asked together: with a preference all generators of photos, where the first of them stands; everybody else, and
 * without a preference everybody, alone.
 */
export function askedTogether<L extends { generator: { produces: 'artwork' | 'photo' } }>(
  links: readonly L[],
  preference: Preference,
): (readonly L[])[] {
  if (preference === 'first') return links.map((link) => [link])
  const photos = links.filter(({ generator }) => generator.produces === 'photo')
  return links.flatMap((link) => {
    if (link.generator.produces !== 'photo') return [[link]]
    return link === photos[0] ? [photos] : []
  })
}
