/**
 * The user's wish to stop. The first SIGINT, SIGTERM or SIGHUP aborts the signal: what was begun is finished and recorded. The
 * second one exits at once, which is still safe.
 */
export function watchInterrupts(exit: (code: number) => void, tell: (sentence: string) => void): AbortSignal {
  const controller = new AbortController()
  function onSignal(): void {
    if (controller.signal.aborted) exit(130)
    tell('Stopping: whatever was begun is finished first. Once more exits at once.')
    controller.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  process.on('SIGHUP', onSignal)
  return controller.signal
}
