import { createHash } from 'node:crypto'

/**
 * 48 backgrounds for white letters, each with a contrast of at least 4.5:1 (the least is 4.56:1).
 *
 * Chosen in OKLCH to lie as far from each other as they can (no two nearer than 0.072 in OKLab) while staying clear
 * of mud: chroma from 0.06 to 0.225, dark yellows and oranges only at full strength. They are constants and not
 * computed, so that no machine rounds them another way. Changing one changes pictures: raise the revision.
 */
export const palette = [
  '#70293f',
  '#c3175f',
  '#9b104a',
  '#c24d6a',
  '#a4404c',
  '#7d474a',
  '#e11d31',
  '#940e0f',
  '#bd1616',
  '#a76158',
  '#cb4c14',
  '#a54c0f',
  '#7e5015',
  '#976a1e',
  '#6c6a0f',
  '#627d56',
  '#246e0d',
  '#33851d',
  '#16531a',
  '#39674f',
  '#157d76',
  '#286781',
  '#507996',
  '#1578c2',
  '#1355bc',
  '#0836bc',
  '#1b3d90',
  '#4b62a5',
  '#4c5ee3',
  '#4e3bcf',
  '#451bb3',
  '#7263c2',
  '#8257eb',
  '#61439c',
  '#7432c0',
  '#5c1692',
  '#553171',
  '#a043d0',
  '#7e0f94',
  '#8f3ca1',
  '#855589',
  '#7b3773',
  '#ab57a0',
  '#b4179d',
  '#750a65',
  '#971079',
  '#a53c79',
  '#d52a95',
] as const

/** The colour of a seed: each equally likely, whatever the name is. */
export function colourOf(seed: string): string {
  const number = createHash('sha256').update(seed, 'utf8').digest().readUIntBE(0, 6)
  return palette[number % palette.length] ?? palette[0]
}
