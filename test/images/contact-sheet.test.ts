import { expect } from 'chai'
import sharp from 'sharp'
import { drawContactSheets, type SheetFace } from '../../src/images/contact-sheet.ts'
import { loadSheetFonts } from '../../src/images/sheet-fonts.ts'
import { layOut } from '../../src/images/sheet-layout.ts'
import { drawableText, shortenText } from '../../src/images/sheet-text.ts'
import { pixelAt, svg } from './sample-images.ts'

async function pagesOf(...input: Parameters<typeof drawContactSheets>): Promise<Uint8Array[]> {
  const pages: Uint8Array[] = []
  for await (const page of drawContactSheets(...input)) pages.push(page)
  return pages
}

async function sizeOf(page: Uint8Array): Promise<{ width: number; height: number }> {
  const { width, height, format } = await sharp(page).metadata()
  expect(format).to.equal('png')
  return { width, height }
}

async function faces(count: number): Promise<SheetFace[]> {
  const image = await sharp(svg('<rect width="100" height="100" fill="#c03"/>')).png().toBuffer()
  return Array.from({ length: count }, (_, index) => ({ image, name: `Person ${index}` }))
}

describe('a contact sheet', () => {
  it('shows the faces at their places', async () => {
    const [page] = await pagesOf(await faces(2))
    const { width } = await sizeOf(page!)
    for (const x of [width / 2 - 144, width / 2 + 144]) {
      expect((await pixelAt(page!, x, 180)).slice(0, 3)).to.deep.equal([0xcc, 0x00, 0x33])
    }
  })

  it('has the width of few people, and room for a title', async () => {
    const few = await sizeOf((await pagesOf(await faces(3)))[0]!)
    const more = await sizeOf((await pagesOf(await faces(14)))[0]!)
    const titled = await sizeOf((await pagesOf(await faces(3), { title: 'Example Company' }))[0]!)
    expect(few.width).to.be.below(more.width)
    expect(more.height).to.be.above(few.height)
    expect(titled.width).to.equal(few.width)
    expect(titled.height).to.be.above(few.height)
  })

  it('has at most 100 faces a page, however many people there are', async () => {
    async function* many(): AsyncGenerator<SheetFace> {
      for (const face of await faces(205)) yield face
    }
    const pages = await pagesOf(many(), { faceSize: 16 })
    const sizes = await Promise.all(pages.map(sizeOf))
    expect(sizes).to.have.length(3)
    expect(sizes[1]).to.deep.equal(sizes[0])
    expect(sizes[2]!.width).to.equal(sizes[0]!.width)
    expect(sizes[2]!.height).to.be.below(sizes[0]!.height)
  })

  it('is none for nobody', async () => {
    expect(await pagesOf([])).to.deep.equal([])
  })

  it('leaves the place of a broken image empty', async () => {
    const [page] = await pagesOf([
      { image: Buffer.from('<p>Sign in'), name: 'Jane Doe' },
      ...(await faces(1)),
    ])
    const { width } = await sizeOf(page!)
    expect((await pixelAt(page!, width / 2 - 144, 180)).slice(0, 3)).to.deep.equal([0xdf, 0xe3, 0xe8])
    expect((await pixelAt(page!, width / 2 + 144, 180)).slice(0, 3)).to.deep.equal([0xcc, 0x00, 0x33])
  })

  it('is the same every time', async () => {
    const people = (await faces(3)).map((face) => ({ ...face, label: 'initials' }))
    expect((await pagesOf(people))[0]).to.deep.equal((await pagesOf(people))[0])
  })

  it('shows the substitute only where no letter of the name can be drawn', async () => {
    const [{ image }] = (await faces(1)) as [SheetFace]
    const sheetOf = async (face: Omit<SheetFace, 'image'>) => (await pagesOf([{ image, ...face }]))[0]
    const substitute = 'wang@example.com'
    expect(await sheetOf({ name: '王小明', substitute })).to.deep.equal(await sheetOf({ name: substitute }))
    expect(await sheetOf({ name: 'Wei 王', substitute })).to.deep.equal(await sheetOf({ name: 'Wei' }))
  })
})

describe('the layout of a contact sheet', () => {
  it('has no more columns than people, and no more than ten', () => {
    const columns = [1, 2, 5, 6, 14, 40, 100].map((people) => layOut(people, {}).columns)
    expect(columns).to.deep.equal([1, 2, 5, 3, 5, 8, 10])
    expect(layOut(3, { columns: 7 }).columns).to.equal(3)
  })

  it('fills whole rows', () => {
    expect(layOut(100, { columns: 7 }).facesPerPage).to.equal(98)
    expect(layOut(300, { columns: 200 }).facesPerPage).to.equal(200)
  })
})

describe('the names on a contact sheet', () => {
  it('keep what our fonts can draw, and nothing that moves or hides text', async () => {
    const fonts = await loadSheetFonts()
    const drawn = (text: string) => drawableText(text, fonts)
    for (const name of [
      'Zoë Ångström',
      'Łukasz',
      'Ελένη',
      'Дмитрий',
      'Nguyễn Thị Hằng',
      'श्रीमती',
      'O’Brien–Smith',
    ]) {
      expect(drawn(name)).to.equal(name)
    }
    expect(drawn('Zoe\u0308')).to.equal('Zoë')
    expect(drawn('\u202eevil\u202c\u0000 \u200fname\u2028here')).to.equal('evil name here')
    expect(drawn('Anne\u2011Marie\t\n Roe')).to.equal('Anne-Marie Roe')
    expect(drawn('😀 Bob 王 \ud800')).to.equal('Bob')
    expect(drawn('王小明')).to.equal('')
  })

  it('are cut between characters, to the width there is', () => {
    const measure = (text: string) => [...new Intl.Segmenter().segment(text)].length
    expect(shortenText('Jane Doe', 8, measure)).to.equal('Jane Doe')
    expect(shortenText('Jane Doe', 6, measure)).to.equal('Jane…')
    expect(shortenText('Jane Doe', 7, measure)).to.equal('Jane D…')
    expect(shortenText('श्रीमती', 2, measure)).to.equal('श्री…')
    expect(shortenText('Jane', 0, measure)).to.equal('…')
  })
})
