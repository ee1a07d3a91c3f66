/** What a plugin host may take: milliseconds and bytes. */
export interface HostLimits {
  /** From the moment when it was asked, without what it waits for the tool's `fetch`. */
  questionMs: number
  /** Importing the module and opening the generator, from the start of the process. */
  openMs: number
  /** To put things away. */
  closeMs: number
  /** After a time limit: who does not even say that it heard so is stuck. */
  graceMs: number
  /** The whole process, not only what JavaScript sees of it. */
  memoryBytes: number
  /** A generator that dies for, or leaves without an answer, so many people in a row is given up. */
  inARow: number
}

export const hostLimits: HostLimits = {
  ...{ questionMs: 20_000, openMs: 20_000, closeMs: 2_000, graceMs: 1_000 },
  ...{ memoryBytes: 512 * 2 ** 20, inARow: 5 },
}
