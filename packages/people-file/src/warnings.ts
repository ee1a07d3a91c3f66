const SHOWN = 10

type Warn = (sentence: string) => void

/** Warns of the first ten, and at the end how many more there were. */
export function cappedWarnings(warn: Warn, summary: (more: number) => string) {
  let count = 0
  return {
    add(sentence: string) {
      count++
      if (count <= SHOWN) warn(sentence)
    },
    end() {
      if (count > SHOWN) warn(summary(count - SHOWN))
    },
  }
}

/** Counts words that nobody knows, and warns of each once, at the end. */
export function wordWarnings(warn: Warn, sentence: (word: string, rows: string) => string) {
  const counts = new Map<string, number>()
  let others = 0
  return {
    add(word: string) {
      const shown = word.slice(0, 40)
      if (counts.has(shown) || counts.size < SHOWN) counts.set(shown, (counts.get(shown) ?? 0) + 1)
      else others++
    },
    end() {
      for (const [word, count] of counts) warn(sentence(`“${word}”`, rowCount(count)))
      if (others > 0) warn(sentence('other words', rowCount(others)))
    },
  }
}

/** `1 row`, `7 rows`. */
export function rowCount(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`
}
