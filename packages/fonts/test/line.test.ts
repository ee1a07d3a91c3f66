import { expect } from 'chai'
import { setLine } from '../src/index.ts'

const weight = 'regular'

async function set(text: string, room?: number) {
  return setLine(text, { weight, ...(room === undefined ? {} : { room }) })
}

const seen = async (text: string, room?: number) => (await set(text, room)).text

/** Closed shapes of a line as text, each moved to the left edge, from the left to the right. */
async function shapes(text: string): Promise<string[]> {
  const { path } = await set(text)
  const parts = path.split('M').slice(1)
  return parts
    .map((part) => (part.match(/-?\d+/g) ?? []).map(Number))
    .map((numbers) => {
      const left = Math.min(...numbers.filter((_, at) => at % 2 === 0))
      return { left, text: numbers.map((number, at) => (at % 2 === 0 ? number - left : number)).join(' ') }
    })
    .sort((one, other) => one.left - other.left)
    .map((part) => part.text)
}

describe('a line of text', () => {
  it('has names of every script as they are written', async () => {
    for (const name of [
      'Zoë Ångström',
      'Łukasz Żak',
      'Nguyễn Thị Hằng',
      'Ελένη Παπαδοπούλου',
      'Дмитрий Ёлкин',
      'Արամ Խաչատրյան',
      'გიორგი მაისურაძე',
      'דוד בן גוריון',
      'محمد عبد الله',
      'مُحَمَّد',
      'علی‌رضا',
      'މުޙައްމަދު',
      '王小明',
      '山田 さくら',
      '𠮷田 髙橋',
      '김민수',
      'श्रीमती',
      'শ্রেয়সী ঘোষ',
      'ਹਰਜੀਤ ਸਿੰਘ',
      'ગુજરાતી',
      'ଓଡ଼ିଆ',
      'தமிழ்',
      'తెలుగు శ్రీ',
      'ಕನ್ನಡ',
      'മലയാളം',
      'ශ්‍රී',
      'ใจดี เก่ง',
      'ລາວ',
      'ខ្មែរ',
      'မြန်မာ',
      'አበበ ቢቂላ',
      'O’Brien–Smith, Jr. (№ 7)',
      'Kamehamehaʻ',
      '迈克尔·乔丹',
      'マイケル・ジョーダン',
    ]) {
      const line = await set(name)
      expect(line.text, name).to.equal(name.normalize('NFC'))
      expect(line.width, name).to.be.greaterThan(800)
      expect(line.path, name).to.match(/^M[MLQCZ0-9 -]+Z$/)
    }
  })

  it('joins Arabic letters, and keeps apart what is to be kept apart', async () => {
    const alone = await Promise.all(['د', 'م', 'ح', 'م'].map(shapes))
    expect(await shapes('م ح م د')).to.deep.equal(alone.flat())
    expect(await shapes('محمد')).to.not.include.members(await shapes('ح'))
    expect((await set('علی‌رضا')).path).to.not.equal((await set('علیرضا')).path)
  })

  it('is read from the right where its first letter is, and puts the other script into it', async () => {
    const [alef, bet] = [await shapes('א'), await shapes('ב')]
    const [a, b] = [await shapes('A'), await shapes('B')]
    expect(await shapes('אב')).to.deep.equal([...bet, ...alef])
    expect((await shapes('AB')).slice(0, a.length)).to.deep.equal(a)
    expect(await shapes('א A')).to.deep.equal([...a, ...alef])
    expect(await shapes('A א')).to.deep.equal([...a, ...alef])
    expect(await shapes('A א ב B')).to.deep.equal([...a, ...bet, ...alef, ...b])
    expect(await shapes('א A B ב')).to.deep.equal([...bet, ...a, ...b, ...alef])
  })

  it('turns brackets that are read from the right', async () => {
    expect(await shapes('(א)')).to.deep.equal([
      ...(await shapes('(')),
      ...(await shapes('א')),
      ...(await shapes(')')),
    ])
    expect(await shapes('(א')).to.deep.equal([...(await shapes('א')), ...(await shapes(')'))])
  })

  it('is cut after whole letters, and says so at the end that is read last', async () => {
    const room = (await set('Jane D…')).width
    expect(await seen('Jane Doe', room)).to.equal('Jane D…')
    expect(await seen('Jane Doe', (await set('Jane Doe')).width)).to.equal('Jane Doe')
    expect(await seen('Jane Doe', (await set('Jane …')).width)).to.equal('Jane…')
    expect(await seen('Jane Doe', 0)).to.equal('…')
    expect(await seen('श्रीमती', (await set('श्री…')).width)).to.equal('श्री…')
    const hebrew = await seen('דוד בן גוריון', 3500)
    expect(hebrew).to.equal('דוד בן…')
    expect((await shapes(hebrew)).slice(0, 3)).to.deep.equal(await shapes('…'))
  })

  it('leaves out pictures, and what hides, moves or piles up', async () => {
    expect(await seen('😀 Bob 👨‍👩‍👧 Lee☎ 🅰 🇩🇪❤️')).to.equal('Bob Lee')
    expect(await seen('Acme® №1')).to.equal('Acme® №1')
    expect(await seen('\u202eevil\u202c\u0000 \u200fname\u2028here\u3164')).to.equal('evil name here')
    expect(await seen('Anne\u2011Marie\t\n Roe')).to.equal('Anne-Marie Roe')
    expect(await seen('Zoe\u0308')).to.equal('Zoë')
    expect(await seen(`Ja${'\u0e47'.repeat(50)}ne ${'\u0301'.repeat(9)}`)).to.have.lengthOf.below(7)
    expect(await seen('\u0301 \ud800 \ue000 \u{10ffff}')).to.equal('')
  })

  it('has plain letters in the place of fancy ones, and a letter without a mark that no font has', async () => {
    expect(await seen('𝓙𝓸𝓱𝓷')).to.equal('John')
    expect(await seen('J\u0348ane')).to.equal('Jane')
  })

  it('leaves out the word with a letter that no font has: never an empty box, never another name', async () => {
    expect(await seen('ᠮᠣᠩᠭᠣᠯ')).to.equal('')
    expect(await set('𓀀 \u{2a6d6}田')).to.deep.equal({ path: '', width: 0, text: '' })
    // In the range that a file announces, and not in it.
    expect(await seen('Ϣ')).to.equal('')
    expect(await seen('Wei 王\u{2a6d6}')).to.equal('Wei')
    expect(await seen('Jane Ꭰane Doe')).to.equal('Jane Doe')
  })

  it('has Chinese characters in the forms of the language that the name is in', async () => {
    const [chinese, japanese] = [await shapes('直'), await shapes('直さ')]
    expect(japanese.slice(0, chinese.length)).to.not.deep.equal(chinese)
  })

  it('comes in several weights', async () => {
    const semibold = await setLine('王小明 Jane', { weight: 'semibold' })
    expect(semibold.text).to.equal('王小明 Jane')
    expect(semibold.path).to.not.equal((await set('王小明 Jane')).path)
  })
})
