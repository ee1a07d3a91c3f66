import { failure } from './failure.ts'

/** The same, as long as it is done in time and still wanted. What goes on after that is nobody's. */
export async function inTime<T>(
  work: () => Promise<T>,
  { ms, signal, host }: { ms: number; signal: AbortSignal; host: string },
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  let leave: () => void = () => undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failure('unavailable', `${host} does not answer in time`)), ms)
    leave = () => reject(signal.reason as Error)
    signal.addEventListener('abort', leave)
  })
  try {
    signal.throwIfAborted()
    return await Promise.race([work(), over])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', leave)
  }
}
