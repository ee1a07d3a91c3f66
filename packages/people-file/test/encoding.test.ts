import { expect } from 'chai'
import { failure, read } from './reading.ts'

const TEXT = 'id,name\r\n1,Zoë Müller\r\n2,李小龙 🎤\r\n'
const NAMES = ['Zoë Müller', '李小龙 🎤']

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

const ENCODINGS: Record<string, Buffer> = {
  'UTF-8': Buffer.from(TEXT),
  'UTF-8 with a byte order mark': Buffer.from('\ufeff' + TEXT),
  'UTF-16 LE with a byte order mark': Buffer.from('\ufeff' + TEXT, 'utf16le'),
  'UTF-16 BE with a byte order mark': utf16be('\ufeff' + TEXT),
  'UTF-16 LE without one': Buffer.from(TEXT, 'utf16le'),
  'UTF-16 BE without one': utf16be(TEXT),
}

describe('the encoding of a people file', () => {
  for (const [encoding, bytes] of Object.entries(ENCODINGS)) {
    it(`may be ${encoding}, however the bytes arrive`, async () => {
      const long = 'x'.repeat(300)
      for (const size of [1, 2, 3, 5, 7, 65536]) {
        const { people } = await read(bytes, size)
        expect(people.map(({ name }) => name)).to.deep.equal(NAMES)
      }
      expect(
        (await read(Buffer.concat([bytes, recode(`3,${long}\r\n`, encoding)]), 1)).people,
      ).to.have.length(3)
    })
  }

  it('is never guessed: Windows-1252 is refused with file and line', async () => {
    const error = await failure(Buffer.from('name\nAnn\n\nZo\xeb\n', 'latin1'))
    expect(error).to.include({ kind: 'unusable', outcome: 'not-applied' })
    expect(error.message).to.contain('people.csv, line 4')
    expect(error.hint).to.contain('UTF-8')
  })

  it('finds the line of a bad byte in a long file, and in one that ends within a character', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `Person ${index} \ufffd`)
    rows.push('Zo')
    const bytes = Buffer.concat([Buffer.from(['name', ...rows].join('\n')), Buffer.from([0xe2, 0x82])])
    expect((await failure(bytes)).message).to.contain('line 20002')
  })

  it('refuses UTF-16 with half a character, UTF-32, and workbooks', async () => {
    const half = Buffer.concat([Buffer.from('\ufeffname\nAnn', 'utf16le'), Buffer.from([0x41])])
    expect((await failure(half)).message).to.contain('line 2')
    const lone = Buffer.from('\ufeffname\nAnn\ud83d\nBob', 'utf16le')
    expect((await failure(lone)).message).to.contain('line 2')
    expect((await failure(Buffer.from([0xff, 0xfe, 0, 0, 0x6e, 0, 0, 0]))).kind).to.equal('unusable')
    const workbook = await failure(Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500)]))
    expect(workbook.hint).to.contain('CSV UTF-8')
  })
})

function recode(text: string, encoding: string): Buffer {
  if (encoding.startsWith('UTF-8')) return Buffer.from(text)
  return encoding.startsWith('UTF-16 LE') ? Buffer.from(text, 'utf16le') : utf16be(text)
}
