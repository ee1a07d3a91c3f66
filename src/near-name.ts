/** The name that differs least from what was written, where that is no more than a slip of the pen. */
export function nearName(written: string, names: readonly string[]): string | undefined {
  const near = names
    .map((name) => ({ name, far: distance(written.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0]
  return near && near.far <= (near.name.length < 4 ? 1 : 2) ? near.name : undefined
}

/** How many letters have to be put in, left out or changed to get from one to the other (Levenshtein). */
function distance(one: string, other: string): number {
  // A name is at most 64 characters long.
  const to = [...other.slice(0, 64)]
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (const [index, letter] of [...one.slice(0, 64)].entries()) {
    const next = [index + 1]
    for (const [at, its] of to.entries())
      next.push(
        Math.min((row[at] ?? 0) + Number(letter !== its), (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1),
      )
    row = next
  }
  return row.at(-1) ?? 0
}
