/** What kind of record it is: rooms, queues, IVRs and bots are `other`, and never get an avatar unless asked for. */
export type PersonKind = 'person' | 'other'

/** Whether the record is in use. */
export type PersonStatus = 'enabled' | 'notActivated' | 'disabled' | 'unassigned'

/**
 * What a directory's list says about a person's photo. `missing` is a positive answer; when a list cannot tell, the
 * state is `unknown` and the photo itself has to be asked for.
 */
export type PhotoState = { state: 'missing' } | { state: 'present'; version?: string } | { state: 'unknown' }

/** One record of a directory, as its list gives it. Strings are as the directory holds them, in Unicode. */
export interface Person {
  /** Stable within this directory; never shown to other services. */
  id: string
  /** The display name, when it is more than first and last name put together. */
  name?: string
  firstName?: string
  lastName?: string
  /** Letters that were chosen for this person, to be drawn as they are; at most three are. */
  initials?: string
  email?: string
  extension?: string
  employee?: string
  department?: string
  site?: string
  kind: PersonKind
  status: PersonStatus
  photo: PhotoState
}
