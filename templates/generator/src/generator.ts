import type { Generator } from '@avatarctl/sdk'

const side = 512

/** Rings whose colours and gaps follow from the seed, and from nothing else. */
export default {
  generate({ seed, size, options }) {
    // The manifest gives every option its type and its default, and avatarctl has checked them.
    const count = options['rings'] as number
    const dice = diceFrom(seed)
    const hue = dice(360)
    const width = Math.floor(side / 2 / (count + 1))
    const rings = Array.from({ length: count }, (_, index) => {
      const radius = width * (index + 1)
      const around = Math.round(radius * 6.283)
      const gap = Math.round((around * (10 + dice(40))) / 100)
      const colour = `hsl(${(hue + dice(80)) % 360} 65% ${30 + dice(30)}%)`
      return `<circle cx="256" cy="256" r="${radius}" fill="none" stroke="${colour}" stroke-width="${width - 8}" stroke-dasharray="${around - gap} ${gap}" transform="rotate(${dice(360)} 256 256)"/>`
    })
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${side} ${side}">` +
      `<rect width="${side}" height="${side}" fill="hsl(${hue} 40% 94%)"/>${rings.join('')}</svg>`
    return { bytes: new TextEncoder().encode(svg) }
  },
} satisfies Generator

/** Dice that fall the same way for the same text, on every machine: FNV-1a to begin with, then mulberry32. */
function diceFrom(text: string): (sides: number) => number {
  let state = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) state = Math.imul(state ^ byte, 0x01000193)
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides
  }
}
