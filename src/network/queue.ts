import { setMaxListeners } from 'node:events'

/** Those who wait to be given something, in order; whoever's signal is aborted loses their place at once. */
export interface Queue<Leave> {
  length(): number
  /**
   * Waits behind everybody whose `order` is not greater; `isUrgent` for who may be let go before them. Rejects with the
   * signal's reason when it is aborted.
   */
  join(order: number, signal: AbortSignal, isUrgent?: boolean): Promise<Leave>
  /** Lets the first one go. */
  next(leave: Leave): void
  hasUrgent(): boolean
  /** Lets the first urgent one go. */
  nextUrgent(leave: Leave): void
  /** Sends everybody away. */
  dismiss(reason: Error): void
}

export function makeQueue<Leave>(): Queue<Leave> {
  interface Place {
    order: number
    isUrgent: boolean
    go(leave: Leave): void
    giveUp(reason: Error): void
  }
  const waiting: Place[] = []

  function enter(place: Place): void {
    const behind = waiting.findLastIndex(({ order }) => order <= place.order)
    waiting.splice(behind + 1, 0, place)
  }

  return {
    length: () => waiting.length,

    async join(order, signal, isUrgent = false) {
      signal.throwIfAborted()
      return new Promise((resolve, reject) => {
        const place: Place = {
          order,
          isUrgent,
          go(leave) {
            signal.removeEventListener('abort', giveUp)
            resolve(leave)
          },
          giveUp(reason) {
            signal.removeEventListener('abort', giveUp)
            reject(reason)
          },
        }
        function giveUp(): void {
          waiting.splice(waiting.indexOf(place), 1)
          reject(signal.reason as Error)
        }
        // A whole run waits on one signal, which Node would warn about.
        setMaxListeners(0, signal)
        signal.addEventListener('abort', giveUp, { once: true })
        enter(place)
      })
    },

    next(leave) {
      waiting.shift()?.go(leave)
    },

    hasUrgent: () => waiting.some(({ isUrgent }) => isUrgent),

    nextUrgent(leave) {
      const at = waiting.findIndex(({ isUrgent }) => isUrgent)
      if (at >= 0) waiting.splice(at, 1)[0]!.go(leave)
    },

    dismiss(reason) {
      for (const place of waiting.splice(0)) place.giveUp(reason)
    },
  }
}
