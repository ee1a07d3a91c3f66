import { readGif } from './gif.ts'
import { readJpeg } from './jpeg-read.ts'
import type { Picture } from './picture.ts'
import { readPng } from './png.ts'

/** What the bytes are, whatever they are called; `null` when they are no whole PNG, JPEG or GIF. */
export async function inspectPicture(bytes: Buffer): Promise<Picture | null> {
  return (await readPng(bytes)) ?? readJpeg(bytes) ?? readGif(bytes)
}
