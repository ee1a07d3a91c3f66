import { setMaxListeners } from 'node:events'

/** What others wait for too; whoever gives up does so alone. */
export async function unlessAborted<Result>(shared: Promise<Result>, signal: AbortSignal): Promise<Result> {
  // Whoever gives up at once must not leave a rejection that nobody hears of.
  shared.catch(() => undefined)
  signal.throwIfAborted()
  // One signal ends a whole run: there may be a listener for each of many people.
  setMaxListeners(0, signal)
  let giveUp: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason as Error)
    signal.addEventListener('abort', giveUp, { once: true })
  })
  try {
    return await Promise.race([shared, aborted])
  } finally {
    if (giveUp) signal.removeEventListener('abort', giveUp)
  }
}
