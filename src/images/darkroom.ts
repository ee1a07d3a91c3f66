import { createHash } from 'node:crypto'
import type { Darkroom } from '../ports.ts'
import { ImageError } from './image-error.ts'
import { inspectImage } from './inspect.ts'
import { renderFile, renderPhoto } from './render.ts'
import { assertSafeSvg } from './safe-svg.ts'
import { samePicture } from './same-picture.ts'
import { sniffMediaType } from './sniff-media-type.ts'
import { readStamp, stampPhoto } from './stamp.ts'
import { verifyDecodes } from './verify-decodes.ts'

/** The images of this folder as the operations see them. */
export function makeDarkroom(): Darkroom {
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  return {
    async normalise(image, wish) {
      const photo = await renderPhoto(image, { ...wish, produces: 'photo', stamp: null, keepFitting: true })
      return { ...photo, sha256: hash(photo.bytes) }
    },

    async develop(image, wish) {
      const photo = await renderPhoto(image, wish)
      const bytes = stampPhoto(photo.bytes, photo.mediaType, wish.stamp)
      return { ...photo, bytes, sha256: hash(bytes) }
    },

    async print(image, { format, stamp, ...wish }) {
      if (format !== 'svg') {
        const file = await renderFile(image, { format, ...wish })
        return { ...file, bytes: stampPhoto(file.bytes, file.mediaType, stamp) }
      }
      if (sniffMediaType(image) !== 'image/svg+xml') {
        throw new ImageError('the generator draws no SVG; ask for --format png or jpeg')
      }
      assertSafeSvg(image)
      return { bytes: image, mediaType: 'image/svg+xml', width: wish.size, height: wish.size }
    },

    inspect: inspectImage,
    samePicture,
    async decodes(bytes) {
      try {
        await verifyDecodes(bytes)
        return true
      } catch {
        return false
      }
    },
    hash,
    stampOf: readStamp,
  }
}
