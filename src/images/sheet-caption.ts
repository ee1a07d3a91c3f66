import { type Line, setLine, type Weight } from '@avatarctl/fonts'

/** A line of text and how large it is set, in CSS pixels. */
export interface SetText {
  line: Line
  size: number
}

const plain = 'regular'

/** Text on one line that is no wider than `room`, in CSS pixels; `null` where there is nothing to be seen. */
export async function setText(
  text: string,
  { size, room, weight = plain }: { size: number; room: number; weight?: Weight },
): Promise<SetText | null> {
  const line = await setLine(text, { weight, room: (room / size) * 1000 })
  return isLegible(line) ? { line, size } : null
}

/**
 * The first of the names that can be read with our fonts, on one line, or on two where it does not fit; what is still too
 * long is cut.
 */
export async function setName(
  names: readonly string[],
  { size, room }: { size: number; room: number },
): Promise<SetText[]> {
  for (const name of names) {
    const lines = await broken(name, (room / size) * 1000)
    if (lines.some(isLegible)) return lines.map((line) => ({ line, size }))
  }
  return []
}

const isLegible = ({ text }: Line) => /[\p{Alphabetic}\p{N}]/u.test(text)

/** Broken at a space where it is longer than there is room for. */
async function broken(name: string, room: number): Promise<Line[]> {
  const whole = await setLine(name, { weight: plain })
  if (whole.width <= room) return [whole]
  // What cannot be drawn takes no room.
  const words = whole.text.split(' ')
  let first: Line | undefined
  let count = 0
  while (count < words.length - 1) {
    const longer = await setLine(words.slice(0, count + 1).join(' '), { weight: plain })
    if (longer.width > room) break
    first = longer
    count += 1
  }
  const last = await setLine(words.slice(count).join(' '), { weight: plain, room })
  return first ? [first, last] : [last]
}
