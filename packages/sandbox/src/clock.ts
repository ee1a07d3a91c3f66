/** What time it is, in milliseconds since 1970. It decides about limits, penalties, tokens and dates. */
export interface Clock {
  now(): number
}

/** Never goes back, also when somebody sets the clock of the machine. */
export const steadyClock: Clock = { now: () => performance.timeOrigin + performance.now() }
