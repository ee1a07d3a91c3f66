import path from 'node:path'

/** What image files are called; `heic` too, so that it is refused for what it is and not passed over. */
const endings = /\.(?:jpe?g|jpe|jfif|png|gif|webp|avif|tiff?|svg|heic|heif|bmp)$/i

/** Whether a file is an image by its name. */
export const isImageName = (name: string): boolean => endings.test(name)

/** What the name of a file says of whom it shows: the name without its ending, as an image's name has one. */
export function labelOf(file: string): string {
  const name = path.basename(file)
  const label = name.replace(endings, '')
  return label === '' ? name : label
}
