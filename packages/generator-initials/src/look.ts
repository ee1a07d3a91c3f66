import { channelsOf, contrast, hexOf, oklabOf } from '@avatarctl/colour'

export type Theme = 'dark' | 'light'
export type Fill = 'flat' | 'gradient'

/** The colours of one avatar, each `#rrggbb`. */
export interface Look {
  /** From the upper left to the lower right; both are the same where it is flat. */
  ground: readonly [from: string, to: string]
  letters: string
}

/** WCAG 2.2, 1.4.3, for text of any size. */
const leastContrast = 4.5

const white = '#ffffff'
const ink = '#111111'

/** How far lightness moves at a time until the contrast is enough, and between the two ends of a gradient. */
const step = 0.005
const slope = 0.1

/**
 * What becomes of a colour: the ground with white or dark letters, whichever is easier to read, or dark letters of this
 * colour on a pale ground. Wherever letters and ground touch, the contrast is at least 4.5:1: a colour that does not
 * reach it is made darker or lighter until it does, and keeps its hue.
 */
export function lookOf(colour: string, theme: Theme, fill: Fill): Look {
  return theme === 'dark' ? strong(colour, fill) : pale(colour, fill)
}

function strong(colour: string, fill: Fill): Look {
  const onWhite = contrast(channelsOf(colour), channelsOf(white))
  const letters = onWhite >= contrast(channelsOf(colour), channelsOf(ink)) ? white : ink
  const away = letters === white ? -step : step
  const [start, a, b] = oklabOf(colour)
  let lightness = start
  for (let from = colour; ; from = hexOf([(lightness += away), a, b])) {
    // Where there is no room left away from the letters, the other end comes nearer to them.
    const isAtTheEnd = letters === white ? lightness < 0.3 : lightness > 0.75
    const other = lightness + (away > 0 === isAtTheEnd ? -slope : slope)
    const look: Look = { ground: [from, fill === 'flat' ? from : hexOf([other, a, b])], letters }
    if (worstContrast(look) >= leastContrast) return look
  }
}

function pale(colour: string, fill: Fill): Look {
  const [lightness, a, b] = oklabOf(colour)
  const tint = Math.min(1, 0.05 / Math.max(0.05, Math.sqrt(a * a + b * b)))
  const at = (ground: number) => hexOf([ground, a * tint, b * tint])
  const ground = fill === 'flat' ? ([at(0.92), at(0.92)] as const) : ([at(0.96), at(0.88)] as const)
  for (let dark = Math.min(lightness, 0.5); ; dark -= step) {
    const look: Look = { ground, letters: hexOf([dark, a, b]) }
    if (worstContrast(look) >= leastContrast) return look
  }
}

/** The least contrast between the letters and any place of the ground. */
export function worstContrast({ ground: [from, to], letters }: Look): number {
  const [start, end, text] = [channelsOf(from), channelsOf(to), channelsOf(letters)]
  const places = from === to ? 1 : 32
  let worst = Infinity
  for (let place = 0; place <= places; place++) {
    const share = place / places
    const mixed = (channel: 0 | 1 | 2) => start[channel] * (1 - share) + end[channel] * share
    worst = Math.min(worst, contrast([mixed(0), mixed(1), mixed(2)], text))
  }
  return worst
}
