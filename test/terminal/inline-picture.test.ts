import { expect } from 'chai'
import { inlinePicture } from '../../src/terminal/inline-picture.ts'
import { picturesIn } from '../support/inline-pictures.ts'

/** A PNG as far as it is read here: its size, and bytes of all values around it. */
function png(width: number, bytes: number, height = 180): Buffer {
  const picture = Buffer.from(Array.from({ length: bytes }, (_, index) => index % 256))
  picture.writeUInt32BE(width, 16)
  picture.writeUInt32BE(height, 20)
  return picture
}

describe('a picture among text', () => {
  it('is one escape sequence of kitty’s where it is small: no answer wanted, columns and rows', () => {
    const picture = png(180, 30)
    expect(inlinePicture(picture, 'kitty', 80)).to.equal(
      `\x1b_Ga=T,f=100,q=2,c=10,r=5,m=0;${picture.toString('base64')}\x1b\\\n`,
    )
  })

  it('is cut for kitty into pieces of 4096 letters, of which only the first says what it is', () => {
    // 3072 bytes are 4096 letters.
    for (const [bytes, pieces] of [
      [3072, 1],
      [3073, 2],
      [6144, 2],
      [6145, 3],
    ] as const) {
      const picture = png(180, bytes)
      const letters = picture.toString('base64')
      const expected = Array.from({ length: pieces }, (_, index) => {
        const keys = index === 0 ? 'a=T,f=100,q=2,c=10,r=5,' : ''
        const more = index < pieces - 1 ? 1 : 0
        return `\x1b_G${keys}m=${more};${letters.slice(index * 4096, (index + 1) * 4096)}\x1b\\`
      })
      expect(inlinePicture(picture, 'kitty', 80), `${bytes}`).to.equal(`${expected.join('')}\n`)
    }
  })

  it('is one escape sequence of iTerm2’s, however large', () => {
    const picture = png(180, 9000)
    expect(inlinePicture(picture, 'iterm2', 80)).to.equal(
      `\x1b]1337;File=inline=1;size=9000;width=10:${picture.toString('base64')}\x07\n`,
    )
  })

  it('is never wider than the terminal', () => {
    expect(inlinePicture(png(4000, 30, 2000), 'kitty', 80)).to.contain(',c=80,r=20,')
    expect(inlinePicture(png(4000, 30), 'iterm2', 80)).to.contain(';width=80:')
    expect(inlinePicture(png(1, 30), 'kitty', 80)).to.contain(',c=1,r=90,')
  })

  it('is the same bytes when a terminal puts them together again', () => {
    const picture = png(700, 20_000)
    for (const protocol of ['kitty', 'iterm2'] as const) {
      const text = `before ${inlinePicture(picture, protocol, 80)}after`
      const { pictures, rest } = picturesIn(text)
      expect(pictures.map((one) => one.equals(picture))).to.deep.equal([true])
      expect(rest).to.equal('before \nafter')
    }
  })
})
