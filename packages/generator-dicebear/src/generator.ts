import { createHash } from 'node:crypto'
import type { Generator } from '@avatarctl/sdk'
import { createAvatar } from '@dicebear/core'
import { licenceOf } from './licences.ts'
import { defaultStyle, loadStyle } from './styles.ts'
import { defaultsOf } from './taste.ts'

export default {
  async generate({ seed, size, options }) {
    const { style: chosen, variant, ...given } = options
    const name = typeof chosen === 'string' ? chosen : defaultStyle
    const style = await loadStyle(name)
    licenceOf(name, style.meta)
    const picture = createAvatar(style, {
      ...defaultsOf(name, style),
      ...given,
      // One style has an option of the name that chooses among the styles.
      ...(variant === undefined ? {} : { style: variant }),
      // DiceBear's own hash is of 32 bits, and like addresses get like pictures from it.
      seed: createHash('sha256').update(seed, 'utf8').digest('hex'),
      size,
    })
    return { bytes: new TextEncoder().encode(picture.toString()) }
  },
} satisfies Generator
