import type { PictureProtocol } from './picture-protocol.ts'

/** Longest piece of base64 that kitty's protocol allows in one escape sequence. */
const longestPiece = 4096

/** Pixels of a sheet for each column of text: text in the picture is then about as large as text beside it. */
const pixelsPerColumn = 18

/** How much higher than wide the place of a letter is, more or less everywhere. */
const heightOfCell = 2

/**
 * A PNG picture as what a terminal is sent to show it at the cursor, at most `room` columns wide and as high as its
 * shape asks for; the cursor ends up below it.
 */
export function inlinePicture(png: Uint8Array, protocol: PictureProtocol, room: number): string {
  const { width, height } = sizeOf(png)
  const columns = Math.max(1, Math.min(room, Math.ceil(width / pixelsPerColumn)))
  const data = Buffer.from(png).toString('base64')
  if (protocol === 'iterm2') return `${iterm2(data, png.length, columns)}\n`
  return `${kitty(data, columns, Math.max(1, Math.round((columns * height) / width / heightOfCell)))}\n`
}

/**
 * `q=2`: nothing is answered, as the answer would be typed into the shell. Columns and rows: with one of them alone, kitty
 * before 0.35 and Ghostty before 1.2 pull the picture out of shape. (https://sw.kovidgoyal.net/kitty/graphics-protocol/)
 */
function kitty(data: string, columns: number, rows: number): string {
  let text = ''
  for (let at = 0; at < data.length; at += longestPiece) {
    const keys = at === 0 ? `a=T,f=100,q=2,c=${columns},r=${rows},` : ''
    const more = at + longestPiece < data.length ? 1 : 0
    text += `\x1b_G${keys}m=${more};${data.slice(at, at + longestPiece)}\x1b\\`
  }
  return text
}

/** Without `preserveAspectRatio=1`, which is so anyway, and which Konsole takes for its opposite. (https://iterm2.com/documentation-images.html) */
function iterm2(data: string, bytes: number, columns: number): string {
  return `\x1b]1337;File=inline=1;size=${bytes};width=${columns}:${data}\x07`
}

/** In pixels, as the first chunk of every PNG says. */
function sizeOf(png: Uint8Array): { width: number; height: number } {
  const header = new DataView(png.buffer, png.byteOffset)
  return { width: header.getUint32(16), height: header.getUint32(20) }
}
