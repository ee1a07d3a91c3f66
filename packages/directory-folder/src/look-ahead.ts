/** Maps a stream in its order, with up to `count` answers being worked on at a time. */
export async function* lookAhead<Item, Result>(
  items: AsyncIterable<Item>,
  count: number,
  map: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const pending: Promise<Result>[] = []
  try {
    for await (const item of items) {
      const result = map(item)
      // It is awaited in its turn; until then a failure is not unhandled.
      result.catch(() => undefined)
      pending.push(result)
      if (pending.length >= count) yield await pending.shift()!
    }
    while (pending.length > 0) yield await pending.shift()!
  } finally {
    await Promise.allSettled(pending)
  }
}
