import type { OutgoingPhoto } from '@avatarctl/sdk'
import type { NextStanding } from '../records.ts'

/** What goes out for one person, and what it makes of their standing. */
export type Outgoing =
  | {
      kind: 'photo'
      photo: OutgoingPhoto & { sha256: string; width: number; height: number }
      next: NextStanding
    }
  | { kind: 'removal'; next: NextStanding }
