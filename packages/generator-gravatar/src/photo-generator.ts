import type { Generator } from '@avatarctl/sdk'
import { addressIn, pictureAt } from './address.ts'
import { ask } from './ask.ts'

/** An address that nobody can have (RFC 2606), and so nobody has a photo for. */
const nobody = 'nobody@avatarctl.invalid'

/** Servers that said of nobody that there is no photo, so that a picture of theirs is somebody's. */
const honest = new Set<string>()

/** The photo that somebody has chosen, or `null` where the server says that there is none. */
export default {
  async generate({ person, size, options, fetch, signal }) {
    const address = addressIn(person)
    if (address === undefined) return null
    const photoOf = (whom: string) => {
      const { rating = 'g' } = options as { rating?: string }
      return pictureAt(whom, { size, options, wishes: { d: '404', r: rating } })
    }
    const url = photoOf(address)
    const bytes = await ask(url, { fetch, signal })
    if (bytes === null) return null
    const server = new URL('.', url).href
    if (!honest.has(server)) {
      if ((await ask(photoOf(nobody), { fetch, signal })) !== null) {
        throw new Error(
          `${url.host} has a picture for an address that nobody can have, so its pictures need not be photos; it does not honour d=404`,
        )
      }
      honest.add(server)
    }
    return { bytes }
  },

  close() {
    honest.clear()
  },
} satisfies Generator
