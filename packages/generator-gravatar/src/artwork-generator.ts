import type { Generator } from '@avatarctl/sdk'
import { pictureAt } from './address.ts'
import { ask } from './ask.ts'

/** What the server draws for everybody, whether they have a photo there or not; so there is no `null` here. */
export default {
  async generate({ seed, size, options, fetch, signal }) {
    const { style = 'identicon' } = options as { style?: string }
    const address = pictureAt(seed, { size, options, wishes: { d: style, f: 'y' } })
    const bytes = await ask(address, { fetch, signal })
    if (bytes === null) throw new Error(`${address.host} answered 404, though it was asked to draw ${style}`)
    return { bytes }
  },
} satisfies Generator
