import type { Entry } from 'ldapts'
import type { Line } from './line.ts'
import { looksLike, type Picture, pictureIn } from './picture.ts'
import { textsIn, valuesIn } from './root.ts'

/** A photo as the directory has it. */
export interface Photo extends Picture {
  /** When anything of the user was changed last, not only the photo; servers each have their own. */
  modified: Date | undefined
}

export interface PhotoWish {
  /** Attributes that may have photos, in order of preference. */
  photos: readonly string[]
  /** The one with the most pixels, or the first one that can be used. */
  choose: 'largest' | 'first'
}

/** The user's photo; undefined where there is none. Throws where there is one that cannot be used. */
export async function readPhoto(line: Line, dn: string, wish: PhotoWish): Promise<Photo | undefined> {
  const { photos } = wish
  const [entry] = await line.search(dn, {
    scope: 'base',
    attributes: [...photos, 'whenChanged', 'modifyTimestamp'],
    explicitBufferAttributes: [...photos],
  })
  const chosen = photoIn(entry, wish)
  if (!chosen) return undefined
  const [changed] = [...textsIn(entry, 'whenChanged'), ...textsIn(entry, 'modifyTimestamp')]
  return { ...chosen, modified: changed === undefined ? undefined : timeIn(changed) }
}

/** Out of what an entry has. */
export function photoIn(entry: Entry | undefined, { photos, choose }: PhotoWish): Picture | undefined {
  const all = photos.flatMap((attribute) =>
    valuesIn(entry, attribute)
      .map((value) => Buffer.from(value as Buffer))
      .filter(({ length }) => length > 0)
      .map((bytes) => ({ attribute, bytes, picture: pictureIn(bytes) })),
  )
  const usable = all.flatMap(({ picture }) => picture ?? [])
  const [first, ...others] = usable
  if (first)
    return choose === 'first'
      ? first
      : others.reduce((best, one) => (area(one) > area(best) ? one : best), first)
  const [unusable] = all
  if (unusable)
    throw new Error(`the ${unusable.attribute} of ${entry?.dn ?? 'the user'} is ${looksLike(unusable.bytes)}`)
  return undefined
}

const area = ({ width, height }: Picture) => width * height

/** Generalized Time, as in `20261127182500.0Z`. */
export function timeIn(text: string): Date | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,]\d+)?Z$/.exec(text) ?? []
  if (year === undefined) return undefined
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}
