import { expect } from 'chai'
import sharp from 'sharp'
import { drawContactSheets, type SheetFace } from '../../src/images/contact-sheet.ts'
import { setName } from '../../src/images/sheet-caption.ts'
import { layOut } from '../../src/images/sheet-layout.ts'
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
    const pages = await pagesOf(many(), { side: 32 })
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
    const substitute = 'temujin@example.com'
    expect(await sheetOf({ name: 'ᠲᠡᠮᠦᠵᠢᠨ', substitute })).to.deep.equal(await sheetOf({ name: substitute }))
    expect(await sheetOf({ name: '🙂 !', substitute })).to.deep.equal(await sheetOf({ name: substitute }))
    expect(await sheetOf({ name: 'Wei ᠲ', substitute })).to.deep.equal(await sheetOf({ name: 'Wei' }))
    expect(await sheetOf({ name: '王小明', substitute })).to.not.deep.equal(
      await sheetOf({ name: substitute }),
    )
  })

  it('has names in every script, within the place of their face', async () => {
    const [{ image }] = (await faces(1)) as [SheetFace]
    for (const name of [
      '王小明',
      '김민수',
      'محمد عبد الله',
      'דוד',
      'श्रीमती',
      'ใจดี',
      'გიორგი',
      'Արամ',
      'አበበ',
      'W'.repeat(60),
    ]) {
      const ink = await inkBelowFace((await pagesOf([{ image, name }]))[0]!)
      expect(ink.count, name).to.be.greaterThan(100)
      expect(ink.right - ink.left, name).to.be.within(25, 2 * (144 - 12) + 2)
      expect(ink.left + ink.right, name).to.be.closeTo(800, 12)
    }
  })

  it('gives a row the height of its longest name, and no other', async () => {
    const heightOf = async (names: readonly string[]) => {
      const [{ image }] = (await faces(1)) as [SheetFace]
      return (
        await sizeOf(
          (
            await pagesOf(
              names.map((name) => ({ image, name })),
              { columns: 2 },
            )
          )[0]!,
        )
      ).height
    }
    const [short, long] = ['Ada', 'Concepción Magalhães Brzęczyszczykiewicz']
    const plain = await heightOf([short, short, short, short])
    const tall = await heightOf([short, short, long, short])
    expect(tall).to.be.greaterThan(plain)
    expect(await heightOf([long, long, short, short])).to.equal(tall)
    expect(await heightOf([short, long, long, short])).to.equal(plain + 2 * (tall - plain))
  })
})

/** Where the caption of the only face on a page is, in pixels. */
async function inkBelowFace(page: Uint8Array): Promise<{ left: number; right: number; count: number }> {
  const { data, info } = await sharp(page).greyscale().raw().toBuffer({ resolveWithObject: true })
  const ink = { left: info.width, right: 0, count: 0 }
  for (let y = 2 * (32 + 8 + 112) + 4; y < info.height; y++)
    for (let x = 0; x < info.width; x++) {
      if ((data[y * info.width + x] ?? 255) > 160) continue
      ink.left = Math.min(ink.left, x)
      ink.right = Math.max(ink.right, x)
      ink.count += 1
    }
  return ink
}

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

  it('leaves room for names below small faces', () => {
    const { face, cell } = layOut(100, { side: 32 })
    expect(face).to.equal(16)
    expect(cell.width).to.be.greaterThan(80)
  })
})

describe('a name on a contact sheet', () => {
  const place = { size: 13, room: 132 }
  const seen = async (...names: string[]) => (await setName(names, place)).map(({ line }) => line.text)

  it('is broken at a space where it is too long for one line, and cut where it is too long for two', async () => {
    expect(await seen('Ada Lovelace')).to.deep.equal(['Ada Lovelace'])
    expect(await seen('Łukasz Brzęczyszczykiewicz')).to.deep.equal(['Łukasz', 'Brzęczyszczykiewicz'])
    expect(await seen('Concepción Peña López')).to.deep.equal(['Concepción Peña', 'López'])
    expect(await seen('Donaudampfschifffahrtsgesellschaft')).to.deep.equal(['Donaudampfschifff…'])
    expect(await seen('Maria Donaudampfschifffahrtsgesellschaft')).to.deep.equal([
      'Maria',
      'Donaudampfschifff…',
    ])
    for (const { line } of await setName(['Concepción Magalhães Brzęczyszczykiewicz Lee'], place))
      expect((line.width * 13) / 1000).to.be.at.most(132)
  })

  it('is the first one that can be read, or none', async () => {
    expect(await seen('🙂', 'ᠲ', 'a@example.com')).to.deep.equal(['a@example.com'])
    expect(await seen('ⒶⒹⒶ', 'a@example.com')).to.deep.equal(['ⒶⒹⒶ'])
    expect(await seen('', '…')).to.deep.equal([])
  })
})
