import { coloursIn } from '@avatarctl/colour'
import { createHash } from 'node:crypto'

/**
 * 24 backgrounds for white letters that people with any kind of colour vision can tell apart: no two are nearer than
 * 0.056 in OKLab to an eye that lacks the red, green or blue cones (simulated after Machado, Oliveira and Fernandes
 * 2009, severity 1), nor than 0.07 to one that has all; 0.02 can just be told apart side by side. The contrast to white
 * is at least 4.5:1 (the least is 4.56:1).
 *
 * They are constants and not computed, so that no machine rounds them another way. Changing one changes pictures: raise
 * the revision.
 */
export const safePalette = [
  '#aa5a69',
  '#a53241',
  '#780500',
  '#cd4b00',
  '#5a5500',
  '#647d32',
  '#19412d',
  '#006441',
  '#284b69',
  '#1e64af',
  '#4673cd',
  '#28009b',
  '#555a8c',
  '#50378c',
  '#8c50f5',
  '#7d32d7',
  '#6e00b4',
  '#4b0a78',
  '#8c6991',
  '#b91eaf',
  '#5f0550',
  '#910569',
  '#825069',
  '#692d4b',
] as const

/**
 * 48 backgrounds for white letters, each with a contrast of at least 4.5:1 (the least is 4.56:1).
 *
 * Chosen in OKLCH to lie as far from each other as they can (no two nearer than 0.072 in OKLab) while staying clear
 * of mud: chroma from 0.06 to 0.225, dark yellows and oranges only at full strength.
 * Some of them are one colour to the colour-blind.
 */
export const manyPalette = [
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

/** The colours that the option `palette` asks for: one of ours by name, or a list like `#ffcc00,#04a`. */
export function paletteOf(option: string): readonly string[] {
  if (option === 'default') return safePalette
  if (option === 'many') return manyPalette
  return coloursIn(option)
}

/** The colour of a seed: each equally likely, whatever the name is. */
export function colourOf(seed: string, palette: readonly string[]): string {
  const number = createHash('sha256').update(seed, 'utf8').digest().readUIntBE(0, 6)
  return palette[number % palette.length] ?? safePalette[0]
}
