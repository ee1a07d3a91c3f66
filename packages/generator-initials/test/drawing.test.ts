import { expect } from 'chai'
import { answerTo, ask, pointsOf } from './ask.ts'

const capitals = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
const wide = ['Ẃ', 'M', 'Ŵ', 'Щ', 'Ж', 'Ю', 'Ѿ', 'Ω', 'Ł', 'Ń', 'Œ', 'Æ', 'Ǆ', 'Ữ', 'Ẵ', 'Ģ', 'Ç', 'Ȕ']

describe('a drawing of initials', () => {
  it('is an SVG of the wanted size, one colour to the edge and white outlines', async () => {
    const image = await ask('Ada Lovelace', { size: 300 })
    expect(image?.svg).to.match(
      /^<svg xmlns="[^"]+" width="300" height="300" viewBox="0 0 512 512"><path fill="#[0-9a-f]{6}" d="M0 0h512v512H0z"\/><path fill="#ffffff" d="[MLQCZ0-9. ]+"\/><\/svg>\n$/,
    )
  })

  it('says which letters it shows', async () => {
    expect((await ask('Doe, Jane'))?.label).to.equal('JD')
    expect((await ask('Łukasz Żak'))?.label).to.equal('ŁŻ')
  })

  it('is none where no letter can be drawn', async () => {
    for (const name of ['', '101', '🙂', 'Ꭰꮥ', 'ᠮᠣᠩᠭᠣᠯ']) expect(await ask(name), name).to.equal(null)
  })

  it('says why it is none: which letter no font has, or that there is no letter', async () => {
    for (const [name, none] of [
      ['ᏣᎳᎩ', 'no font here has the Cherokee letter Ꮳ'],
      ['Jane ꬰꬰ', 'no font here has the Latin letter ꬰ'],
      ['ᐃᓄᒃ ᓄᓇ', 'no font here has the Canadian Aboriginal letter ᐃ'],
      ['王\u{2a6d6}', 'no font here has the Han character \u{2a6d6}'],
      ['101', 'neither the name nor the address has a letter'],
    ] as const)
      expect(await answerTo(name), name).to.deep.equal({ none })
  })

  it('leaves out a mark that the fonts do not have, and is none for a letter that they do not have', async () => {
    expect((await ask('J\u0348ane Doe'))?.label).to.equal('JD')
    expect(await ask('Jane ꬰꬰ')).to.equal(null)
  })

  it('stays inside the circle that directories crop to, with room to spare', async () => {
    for (const first of [...capitals, ...wide])
      for (const last of [first, 'W', 'Ẃ', 'Ģ', 'Ѿ']) {
        const reach = pointsOf((await ask(`${first}a ${last}a`))?.svg ?? '').map(({ x, y }) =>
          Math.hypot(x, y),
        )
        expect(Math.max(...reach), first + last).to.be.within(70, 256 * 0.84)
      }
  })

  it('has its ink in the middle', async () => {
    for (const name of [
      'Ada Lovelace',
      'Jane Doe',
      'Élodie Ézard',
      'Wendy Miller',
      'Quentin Çelik',
      'Łukasz Żak',
    ]) {
      const points = pointsOf((await ask(name))?.svg ?? '')
      const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
      expect(Math.min(...xs) + Math.max(...xs), name).to.be.closeTo(0, 0.02)
      expect((Math.min(...ys) + Math.max(...ys)) / 2, name).to.be.closeTo(0, 512 * 0.03)
    }
  })

  it('gives ordinary pairs capitals of one height, and no pair much smaller ones', async () => {
    // None of these has a round letter or a descender; V and A reach a hair below the line.
    const heightOf = async (name: string) => {
      const ys = pointsOf((await ask(name))?.svg ?? '').map(({ y }) => y)
      return Math.max(...ys) - Math.min(...ys)
    }
    const usual = await heightOf('Ella Hill')
    for (const name of ['Ivo Lill', 'Hal Ek', 'Ann Vale', 'Max Tull', 'Nell Kahn'])
      expect(await heightOf(name), name).to.be.closeTo(usual, 1)
    expect(await heightOf('Wim Mill')).to.be.greaterThan(0.85 * usual)
  })

  it('kerns', async () => {
    const widthOf = async (name: string) => {
      const xs = pointsOf((await ask(name))?.svg ?? '').map(({ x }) => x)
      return Math.max(...xs) - Math.min(...xs)
    }
    expect(await widthOf('A V')).to.be.lessThan((await widthOf('A')) + (await widthOf('V')))
  })

  it('takes about a kilobyte', async () => {
    for (const name of ['Ada Lovelace', 'Sean O’Brien', 'Жанна Щука', 'Gary Busey'])
      expect((await ask(name))?.svg.length, name).to.be.lessThan(2048)
  })
})
