import { channelOf, channelsOf, hexOfChannels, lightOf, type Channels } from './channels.ts'
import { root } from './root.ts'

/** Lightness from 0 to 1, and two axes of colour: green to red, blue to yellow (bottosson.github.io/posts/oklab). */
export type Oklab = readonly [lightness: number, a: number, b: number]

/** Of `#rrggbb`. */
export function oklabOf(colour: string): Oklab {
  const [red, green, blue] = channelsOf(colour).map(lightOf) as unknown as Channels
  const long = root(3, 0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = root(3, 0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = root(3, 0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ]
}

/** To `#rrggbb`. What no screen shows is made paler, with the same lightness and hue. */
export function hexOf([lightness, a, b]: Oklab): string {
  for (let share = 1; share > 0.01; share *= 0.98) {
    const channels = screenColour([lightness, a * share, b * share])
    if (channels.every((channel) => channel > -0.5 && channel < 255.5)) return hexOfChannels(channels)
  }
  return hexOfChannels(screenColour([lightness, 0, 0]))
}

function screenColour([lightness, a, b]: Oklab): Channels {
  const long = cubed(lightness + 0.3963377774 * a + 0.2158037573 * b)
  const medium = cubed(lightness - 0.1055613458 * a - 0.0638541728 * b)
  const short = cubed(lightness - 0.0894841775 * a - 1.291485548 * b)
  return [
    channelOf(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    channelOf(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    channelOf(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ]
}

function cubed(value: number): number {
  return value * value * value
}
