import { channelsOf, contrast, hexOf, oklabOf } from '@avatarctl/colour'

/** The colours of one picture, each `#rrggbb`. */
export interface Tones {
  /** Most of what is drawn. */
  main: string
  second: string
  /** `null` where it is transparent. */
  ground: string | null
}

const named = ['tint', 'white', 'strong', 'dark', 'transparent'] as const

/** One of ours by name, or a colour as `#rrggbb`. */
export type Background = (typeof named)[number] | (string & {})

export function isNamed(background: Background): background is (typeof named)[number] {
  return named.some((name) => name === background)
}

const white = '#ffffff'
const black = '#000000'

/** WCAG 2.2: for text of any size (1.4.3), and for what carries a meaning without being text (1.4.11). */
const leastOfMain = 4.5
const leastOfSecond = 3

/** How far the two tones are apart in lightness: so far by themselves, and not less where there is room. */
const apart = 0.18
const leastApart = 0.1

/** How far a tone moves at a time until its contrast is enough. */
const step = 0.005

/** Chroma to which a tone may rise when it becomes lighter: more is neon. */
const vivid = 0.15

/** The tones of a colour: it gives the hue, and as much of its lightness as the contrast to the ground allows. */
export function tonesOf(colour: string, background: Background): Tones {
  const shades = shadesOf(colour)
  switch (background) {
    case 'tint':
      return on(shades.pale(0.955, 0.03), shades, shades.lightness)
    case 'white':
      return on(white, shades, shades.lightness)
    case 'strong':
      return on(colour, shades, isDark(colour) ? 1 : 0.25)
    case 'dark':
      return on(shades.pale(0.26, 0.05), shades, 0.84)
    case 'transparent':
      return onAnything(shades)
    default:
      return on(background, shades, shades.lightness)
  }
}

/** A colour at other lightnesses, from 0 to 1. */
interface Shades {
  lightness: number
  at(lightness: number): string
  /** With so much chroma at most. */
  pale(lightness: number, chroma: number): string
}

function shadesOf(colour: string): Shades {
  const [lightness, a, b] = oklabOf(colour)
  const chroma = Math.sqrt(a * a + b * b)
  const shade = (to: number, share: number) => {
    // Beyond the lightest and the darkest shade there is no hue any more: only white and black are enough for any ground.
    if (to < 0 || to > 1) return to < 0 ? black : white
    return hexOf([to, a * share, b * share])
  }
  return {
    lightness,
    at: (to) => shade(to, Math.max(1, Math.min(to / Math.max(lightness, 0.01), vivid / chroma))),
    pale: (to, most) => shade(to, most / Math.max(chroma, most)),
  }
}

/**
 * Two tones for a ground. The main one has the wanted lightness, or lies as far from the ground as 4.5:1 and the second
 * tone ask for; the second one lies nearer to the ground, down to 3:1.
 */
function on(ground: string, { at }: Shades, wanted: number): Tones {
  const away = isDark(ground) ? 1 : -1
  // White or black is always enough, so each of these ends.
  const standingOut = (from: number, least: number) => {
    let lightness = from
    while (contrastOf(at(lightness), ground) < least) lightness += away * step
    return lightness
  }
  const second = standingOut(wanted - away * apart, leastOfSecond)
  const room = second + away * leastApart
  const main = standingOut(away > 0 ? Math.max(wanted, room) : Math.min(wanted, room), leastOfMain)
  return { main: at(main), second: at(second), ground }
}

/** Two tones for whatever lies behind: as dark as 3:1 to black allows, and as light as 3:1 to white does. */
function onAnything({ at }: Shades): Tones {
  let main = 0.4
  while (contrastOf(at(main), black) < leastOfSecond) main += step
  let second = 0.8
  while (contrastOf(at(second), white) < leastOfSecond) second -= step
  return { main: at(main), second: at(second), ground: null }
}

/** Whether white stands out from it; black stands out from all other colours, with 4.67:1 or more. */
function isDark(ground: string): boolean {
  return contrastOf(ground, white) >= leastOfMain
}

function contrastOf(one: string, other: string): number {
  return contrast(channelsOf(one), channelsOf(other))
}
