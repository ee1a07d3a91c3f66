import { root } from './root.ts'

/** Red, green and blue, each from 0 to 255, as a screen is told them. */
export type Channels = readonly [red: number, green: number, blue: number]

/** Of `#rrggbb`. */
export function channelsOf(colour: string): Channels {
  const at = (start: number) => parseInt(colour.slice(start, start + 2), 16)
  return [at(1), at(3), at(5)]
}

/** To `#rrggbb`; what lies outside is cut off. */
export function hexOfChannels(channels: Channels): string {
  const digits = channels.map((channel) =>
    Math.min(255, Math.max(0, Math.round(channel)))
      .toString(16)
      .padStart(2, '0'),
  )
  return `#${digits.join('')}`
}

/** The light of a channel, from 0 to 1 (sRGB, IEC 61966-2-1): a power of 2.4 above the darkest. */
export function lightOf(channel: number): number {
  return whole[channel] ?? computedLight(channel)
}

/** The channel of an amount of light: a power of 1 / 2.4 above the darkest. */
export function channelOf(light: number): number {
  if (light <= 0.0031308) return 255 * 12.92 * light
  const third = root(3, light)
  return 255 * (1.055 * third * Math.sqrt(Math.sqrt(third)) - 0.055)
}

function computedLight(channel: number): number {
  const value = channel / 255
  if (value <= 0.04045) return value / 12.92
  const base = (value + 0.055) / 1.055
  const fifth = root(5, base)
  return base * base * fifth * fifth
}

/** Most channels are whole numbers. */
const whole: readonly number[] = Array.from({ length: 256 }, (_, channel) => computedLight(channel))
