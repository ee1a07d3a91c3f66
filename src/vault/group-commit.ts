/** How long a flush waits for company, in milliseconds: a fraction of what one person takes. */
const gathering = 4

/**
 * Lets many callers share one costly flush: whatever is handed in while a flush is under way goes out together with
 * the next one. Every caller's promise settles with the flush that carried its item.
 */
export function groupCommit<Item, Result>(
  flush: (items: readonly Item[]) => Promise<readonly Result[]>,
): { add(item: Item): Promise<Result>; idle(): Promise<void> } {
  interface Waiting {
    item: Item
    resolve(result: Result): void
    reject(error: unknown): void
  }
  let waiting: Waiting[] = []
  let flushing: Promise<void> | undefined

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, gathering))
      const batch = waiting
      waiting = []
      try {
        const results = await flush(batch.map(({ item }) => item))
        batch.forEach(({ resolve }, index) => resolve(results[index] as Result))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    flushing = undefined
  }

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        flushing ??= drain()
      })
    },
    async idle() {
      await flushing
    },
  }
}
