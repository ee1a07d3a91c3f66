/** Keeps to what a service allows. Groups are the service's own words (RingCentral: light, medium, heavy, auth). */
export interface Pace {
  /**
   * Sends a request of a group when it is its turn, and learns from the answer's headers.
   *
   * `request` sends exactly one request of that group (a token may be fetched first, in a group of its own) and gives
   * the answer as it came. It may be called again after a 429, so it has to make its body anew; the 429 is given back
   * only when five repeats did not help. With `turn` it goes ahead of everybody who has none, and uses that turn up.
   *
   * Rejects with what `request` threw, or with the signal's reason.
   */
  send(
    group: string,
    request: () => Promise<Response>,
    options: { signal: AbortSignal; turn?: Turn },
  ): Promise<Response>
  /**
   * Reserves the next turn of a group, for what has to be looked at once more just before it is sent. It is given about
   * a fiftieth of a window ahead, so that the look costs no time.
   */
  turn(group: string, signal: AbortSignal): Promise<Turn>
}

/** Leave for one request; given back when it is not used. */
export interface Turn {
  readonly group: string
  /** Gives it back. Does nothing once the turn was used. */
  release(): void
}
