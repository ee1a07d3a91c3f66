import type { PictureProtocol } from './picture-protocol.ts'

/** Longest piece of base64 that kitty's protocol allows in one escape sequence. */
const longestPiece = 4096

/** Pixels of a sheet for each column of text: text in the picture is then about as large as text beside it. */
const pixelsPerColumn = 18

/**
 * A PNG picture as what a terminal is sent to show it at the cursor, at most `room` columns wide and as high as its
 * shape asks for; the cursor ends up below it.
 */
export function inlinePicture(png: Uint8Array, protocol: PictureProtocol, room: number): string {
  const columns = Math.max(1, Math.min(room, Math.ceil(widthOf(png) / pixelsPerColumn)))
  const data = Buffer.from(png).toString('base64')
  return `${protocol === 'kitty' ? kitty(data, columns) : iterm2(data, png.length, columns)}\n`
}

/** `q=2`: nothing is answered, as the answer would be typed into the shell. (https://sw.kovidgoyal.net/kitty/graphics-protocol/) */
function kitty(data: string, columns: number): string {
  let text = ''
  for (let at = 0; at < data.length; at += longestPiece) {
    const keys = at === 0 ? `a=T,f=100,q=2,c=${columns},` : ''
    const more = at + longestPiece < data.length ? 1 : 0
    text += `\x1b_G${keys}m=${more};${data.slice(at, at + longestPiece)}\x1b\\`
  }
  return text
}

/** Without `preserveAspectRatio=1`, which is so anyway, and which Konsole takes for its opposite. (https://iterm2.com/documentation-images.html) */
function iterm2(data: string, bytes: number, columns: number): string {
  return `\x1b]1337;File=inline=1;size=${bytes};width=${columns}:${data}\x07`
}

/** As the first chunk of every PNG says. */
function widthOf(png: Uint8Array): number {
  return new DataView(png.buffer, png.byteOffset).getUint32(16)
}
