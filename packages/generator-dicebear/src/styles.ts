import * as collection from '@dicebear/collection/async'
import type { Style } from '@dicebear/core'

// Each style has options of its own; what may be given to which is checked before it comes here.
type AnyStyle = Style<Record<string, unknown>>

/** The style that is drawn where none is asked for: friendly, free of conditions, and of no sex, age or race. */
export const defaultStyle = 'thumbs'

/** Drawn with the fonts of the machine: other letters on every machine, and empty boxes for many names. */
const withText: readonly string[] = ['initials']

const loaders = new Map(
  Object.entries(collection)
    .map(([key, load]) => [key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), load] as const)
    .filter(([name]) => !withText.includes(name)),
)

/** The names of all styles that are drawn, as DiceBear itself writes them in addresses. */
export const styleNames: readonly string[] = [...loaders.keys()]

/** Loads one style and no other. */
export async function loadStyle(name: string): Promise<AnyStyle> {
  const load = loaders.get(name)
  if (!load) throw new Error(`there is no style ${name}: ${styleNames.join(', ')}`)
  return await load()
}
