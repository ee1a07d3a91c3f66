import type { Options } from '@avatarctl/sdk'
import type { Weight } from '@avatarctl/fonts'
import type { Fill, Theme } from './look.ts'
import { paletteOf } from './palette.ts'
import type { Shape } from './shape.ts'

/** The manifest's options, which it describes. */
export interface Style {
  palette: readonly string[]
  shape: Shape
  weight: Weight
  fill: Fill
  theme: Theme
}

/** Options were held against the manifest's schema, which names what each may be. */
export function styleOf(options: Options): Style {
  const { palette = 'default', ...rest } = options as Partial<Record<keyof Style, string>>
  return {
    ...{ shape: 'square', weight: 'semibold', fill: 'flat', theme: 'dark', ...(rest as Partial<Style>) },
    palette: paletteOf(palette),
  }
}
