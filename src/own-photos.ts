import type { Person } from '@avatarctl/sdk'
import type { MatchKey } from './records.ts'

/** A photo of the user's own. */
export interface OwnPhoto {
  /** As the user knows the file. */
  name: string
  /** Throws an `Error` with the reason, in words that go after "the file". */
  read(): Promise<Uint8Array>
}

/** A file that was not looked at, and why. */
export interface PassedOverFile {
  file: string
  /** The line of the table that names it. */
  line?: number
  why: string
}

/** A photo, the person whom it shows, and by what that is known. */
export interface MatchedPhoto {
  photo: OwnPhoto
  person: Person
  by: MatchKey
}

/** Whose photo is which; each photo is in one of the three. */
export interface MatchedPhotos {
  matched: readonly MatchedPhoto[]
  unmatched: readonly OwnPhoto[]
  /** One photo for several people, or several for one: nobody guesses. */
  ambiguous: readonly {
    photos: readonly OwnPhoto[]
    people: readonly Person[]
    by: readonly MatchKey[]
  }[]
}

/** Photos of the user's own, of which nobody knows yet whom they show. */
export interface OwnPhotos {
  readonly passedOver: readonly PassedOverFile[]
  /** Finds out whom each shows, by the first key under which it names anybody. Needs everybody there is. */
  match(people: AsyncIterable<Person>, by?: readonly MatchKey[]): Promise<MatchedPhotos>
}
