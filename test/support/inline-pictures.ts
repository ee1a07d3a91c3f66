/** The pictures that a terminal would show of what it is sent, put together as the protocols say, and the text beside them. */
export function picturesIn(sent: string): { pictures: Buffer[]; rest: string } {
  const pictures: Buffer[] = []
  let letters = ''
  const rest = sent
    .replace(/\x1b_G(?<keys>[^;]*);(?<data>[^\x1b]*)\x1b\\/g, (_, keys: string, data: string) => {
      letters += data
      if (/(?:^|,)m=1(?:,|$)/.test(keys)) return ''
      pictures.push(Buffer.from(letters, 'base64'))
      letters = ''
      return ''
    })
    .replace(/\x1b\]1337;File=[^:]*inline=1[^:]*:(?<data>[^\x07]*)\x07/g, (_, data: string) => {
      pictures.push(Buffer.from(data, 'base64'))
      return ''
    })
  return { pictures, rest }
}
