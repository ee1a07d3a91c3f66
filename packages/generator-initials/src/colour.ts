/** Lightness from 0 to 1, and two axes of colour: green to red, blue to yellow (bottosson.github.io/posts/oklab). */
export type Oklab = readonly [lightness: number, a: number, b: number]
type Triple = readonly [number, number, number]

/** From `#rrggbb`, each channel from 0 to 255. */
export function channelsOf(colour: string): Triple {
  const at = (start: number) => parseInt(colour.slice(start, start + 2), 16)
  return [at(1), at(3), at(5)]
}

/** WCAG 2 contrast, from 1 to 21, of colours as channels from 0 to 255. */
export function contrast(one: Triple, other: Triple): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance([red, green, blue]: Triple): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

export function oklabOf(colour: string): Oklab {
  const [red, green, blue] = channelsOf(colour).map(linear) as unknown as Triple
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
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
    if (channels.every((channel) => channel > -0.5 && channel < 255.5)) return hex(channels)
  }
  return hex(screenColour([lightness, 0, 0]))
}

function screenColour([lightness, a, b]: Oklab): Triple {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    encoded(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    encoded(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    encoded(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ]
}

function hex(channels: Triple): string {
  const digits = channels.map((channel) =>
    Math.min(255, Math.max(0, Math.round(channel)))
      .toString(16)
      .padStart(2, '0'),
  )
  return `#${digits.join('')}`
}

function linear(channel: number): number {
  const value = channel / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function encoded(value: number): number {
  return 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055)
}
