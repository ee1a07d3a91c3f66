import { fontFiles, type Weight } from './font-files.ts'
import { fontAt, type OpenFont } from './open-font.ts'
import { shape, type Shaped } from './shape.ts'

/**
 * A text in the first of these fonts that has all of it; `null` when none has all of it, or nothing of it is to be
 * seen. Only those files are read that the text needs.
 */
export async function shapeWith(
  fonts: readonly string[],
  text: string,
  weight: Weight,
): Promise<Shaped | null> {
  return (await shapeIn(fonts, text, weight))?.shaped ?? null
}

/** The first of these fonts that has all of a text, of which something is to be seen. */
export async function fontWith(
  fonts: readonly string[],
  text: string,
  weight: Weight,
): Promise<OpenFont | null> {
  return (await shapeIn(fonts, text, weight))?.font ?? null
}

async function shapeIn(
  fonts: readonly string[],
  text: string,
  weight: Weight,
): Promise<{ font: OpenFont; shaped: Shaped } | null> {
  const first = text.codePointAt(0) ?? 0
  for (const name of fonts)
    for (const file of await fontFiles(name)) {
      if (!file.isFor(first)) continue
      const font = await fontAt(file.name(weight), weight)
      const shaped = shape(text, font)
      if (shaped && shaped.commands.length > 0) return { font, shaped }
    }
  return null
}
