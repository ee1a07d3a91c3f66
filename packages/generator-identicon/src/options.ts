import { coloursIn } from '@avatarctl/colour'
import type { Options } from '@avatarctl/sdk'
import { leastBorder, type Shape } from './ground.ts'
import { defaultPalette } from './palette.ts'
import { isNamed, type Background } from './tones.ts'

/** The manifest's options, which it describes. */
export interface Look {
  style: 'rounded' | 'squares' | 'ornament'
  /** Cells along each side. */
  grid: number
  /** Percent of the side that stay free all round. */
  border: number
  palette: readonly string[]
  background: Background
  shape: Shape
  key: string
}

type Given = Partial<Omit<Look, 'palette'> & { palette: string }>

/** Options were held against the manifest's schema, which names what each may be. */
export function lookOf(options: Options): Look {
  const { palette, background, ...rest } = {
    ...{ style: 'rounded', grid: 5, border: 18, shape: 'square', key: '' },
    ...{ palette: 'default', background: 'tint' },
    ...(options as Given),
  }
  return {
    ...(rest as Omit<Look, 'palette' | 'background'>),
    border: Math.max(rest.border, leastBorder[rest.shape as Shape]),
    palette: palette === 'default' ? defaultPalette : coloursIn(palette),
    background: isNamed(background) ? background : coloursIn(background)[0]!,
  }
}
