import { red } from 'ansis'
import { safeText } from './safe-text.ts'
import { table } from './table.ts'

/** One planned change in the words of the JSON contract, as far as it is shown. */
export interface PlannedChange {
  person: { id: string; name: string | null; email: string | null }
  action: string
  reason: string
  generator: string | null
  outcome: string
  error: { message: string } | null
}

const words: Record<string, string> = {
  create: 'gets an avatar',
  replace: 'is replaced',
  refresh: 'is drawn anew',
  remove: 'is taken away',
  skip: 'left alone',
}

/** A plan as a table: those who fail first, then the changes, then who is left alone; at most `rows` of them. */
export function planLines(
  changes: readonly PlannedChange[],
  { room, rows }: { room: number; rows: number },
): string[] {
  const rank = ({ outcome }: PlannedChange) => (isBad(outcome) ? 0 : outcome === 'planned' ? 1 : 2)
  const sorted = [...changes].sort((one, other) => rank(one) - rank(other))
  const shown = sorted.slice(0, rows)
  const [head = '', ...lines] = table(
    [
      { title: 'WHO', value: ({ person: { id, name, email } }: PlannedChange) => name ?? email ?? id },
      {
        title: 'WHAT',
        value: ({ action, outcome }) => (isBad(outcome) ? 'fails' : (words[action] ?? action)),
      },
      { title: 'WITH', value: ({ generator }) => generator ?? '' },
      { title: 'WHY', value: ({ reason, error }) => safeText(error?.message ?? reason) },
    ],
    shown,
    room,
  )
  const painted = lines.map((line, index) => (isBad(shown[index]!.outcome) ? red(line) : line))
  const more = sorted.length - shown.length
  return [head, ...painted, ...(more > 0 ? [`… and ${more} more`] : [])]
}

const isBad = (outcome: string) => outcome === 'failed' || outcome === 'unknown'
