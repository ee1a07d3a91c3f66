const last = new Map<string, Promise<unknown>>()

/** Does one thing after another for the same key, within this process. */
export async function inTurn<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
  const before = last.get(key) ?? Promise.resolve()
  const mine = before.then(task, task)
  last.set(key, mine)
  try {
    return await mine
  } finally {
    if (last.get(key) === mine) last.delete(key)
  }
}
