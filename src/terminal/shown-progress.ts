import type { Progress, Wait } from '../ports.ts'

/** Progress that is shown somewhere, and has to be ended. */
export interface ShownProgress extends Progress {
  /** Something is held up. */
  waiting(wait: Wait): void
  /** The progress of one of several that go on at once; it is told with its name. */
  part(name: string): ShownProgress
  /** Writes something beside it that stays. */
  above(write: () => void): void
  /** Does something that needs the screen for itself, such as a question. */
  aside<T>(work: () => Promise<T>): Promise<T>
  /** Takes it off the screen; of one of several it says how that one ended, once it has. */
  end(outcome?: 'done' | 'failed'): Promise<void>
}
