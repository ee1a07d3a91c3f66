import { expect } from 'chai'
import { lettering } from '../src/lettering.ts'
import { pointsIn } from './ask.ts'

/** Letters of every script that can be drawn: ordinary ones, wide ones, and such as carry marks above and below. */
const scripts = {
  Latin: ['JD', 'WW', 'Ứ', 'ß', 'Ẹ́Ẹ̀'],
  Greek: ['ΝΠ', 'ΏΩ'],
  Cyrillic: ['ОШ', 'ЖЩ', 'Ѿ'],
  Armenian: ['ԱՀ', 'Խ'],
  Georgian: ['გა', 'ჟ', 'ᲒᲐ'],
  Hebrew: ['אב', 'שם', 'ל'],
  Arabic: ['مع', 'جأ', 'ے', 'پگ'],
  Thaana: ['މއ'],
  Chinese: ['王伟', '鬱鬱', '一', '赟', '藝'],
  Japanese: ['太郎', 'さく', 'タ', '髙﨑', '𠮷田', '々'],
  Korean: ['지훈', '뷁뷁', 'ㄱ', '磵'],
  Bopomofo: ['ㄅ'],
  Devanagari: ['अक', 'मोश्री', 'क्षि'],
  Bengali: ['শমো', 'মোমো'],
  Gurmukhi: ['ਸਿਗ'],
  Gujarati: ['અકે'],
  Odia: ['ଅକ୍ର'],
  Tamil: ['தமோ', 'ஔ'],
  Telugu: ['సశ్రీ'],
  Kannada: ['ಕೃಅ'],
  Malayalam: ['ശ്രീമ'],
  Sinhala: ['අශ්‍රී'],
  Thai: ['สม', 'เกี่'],
  Lao: ['ລສີ'],
  Khmer: ['ខស្រី'],
  Burmese: ['အမြို့'],
  Ethiopic: ['አበ', 'ቤ'],
} as const

describe('letters of the world', () => {
  for (const [script, examples] of Object.entries(scripts))
    it(`are drawn in ${script}, large and inside the circle that directories crop to`, async () => {
      for (const letters of examples) {
        const drawing = await lettering(letters, 'semibold')
        expect(drawing.drawn, letters).to.equal(letters.normalize('NFC'))
        const points = pointsIn(drawing.path ?? '')
        const reach = Math.max(...points.map(({ x, y }) => Math.hypot(x, y)))
        expect(reach, letters).to.be.within(80, 256 * 0.84)
        const xs = points.map(({ x }) => x)
        expect(Math.min(...xs) + Math.max(...xs), letters).to.be.closeTo(0, 0.02)
      }
    })

  it('are about as tall as capitals, whatever the script', async () => {
    const heightOf = async (letters: string) => {
      const ys = pointsIn((await lettering(letters, 'semibold')).path ?? '').map(({ y }) => y)
      return Math.max(...ys) - Math.min(...ys)
    }
    const usual = await heightOf('HE')
    for (const letters of ['ԱՄ', 'אב', 'मक', 'মন', 'ਸਗ', 'பட', 'สม', 'ລສ', 'ខម', 'አበ', '王田', '지민'])
      expect((await heightOf(letters)) / usual, letters).to.be.within(0.85, 1.2)
  })

  it('are read from the right in Arabic and Hebrew, and do not join', async () => {
    const contours = async (letters: string) =>
      ((await lettering(letters, 'semibold')).path ?? '').split('M').slice(1)
    const xsOf = (paths: readonly string[]) => paths.flatMap((path) => pointsIn(path).map(({ x }) => x))
    for (const [first, last] of ['مع', 'سب', 'אב', 'މއ'].map((pair) => Array.from(pair)) as [
      string,
      string,
    ][]) {
      const pair = await contours(first + last)
      const count = (await contours(last)).length
      const [left, right] = [pair.slice(0, count), pair.slice(count)]
      expect(right.length, first + last).to.equal((await contours(first)).length)
      expect(Math.max(...xsOf(left)), first + last).to.be.below(Math.min(...xsOf(right)))
    }
  })

  it('are none where one of them is in no font: never an empty box, never half a name', async () => {
    for (const letters of ['ᄴ', 'Ꭰ', 'ᠮ', '𓀀', '\u{2a6d6}', '\u{f8ff}', '\u{10ffff}'])
      expect(await lettering(letters, 'semibold'), letters).to.deep.equal({ missing: letters })
    for (const [letters, missing] of [
      ['JᎠ', 'Ꭰ'],
      ['王\u{2a6d6}', '\u{2a6d6}'],
    ] as const)
      expect(await lettering(letters, 'semibold'), letters).to.deep.equal({ missing })
  })

  it('come in three weights', async () => {
    for (const letters of ['JD', '王伟', 'अक', 'مع']) {
      const paths = await Promise.all(
        (['regular', 'semibold', 'bold'] as const).map(
          async (weight) => (await lettering(letters, weight)).path,
        ),
      )
      expect(new Set(paths).size, letters).to.equal(3)
    }
  })
})
