import type { DevelopedPhoto } from '../ports.ts'
import type { NextStanding } from '../records.ts'

/** What goes out for one person, and what it makes of their standing. */
export type Outgoing =
  | {
      kind: 'photo'
      photo: DevelopedPhoto
      next: NextStanding
    }
  | { kind: 'removal'; next: NextStanding }
