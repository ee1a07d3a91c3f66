import { expect } from 'chai'
import fc from 'fast-check'
import { labelOf, matchPhotoFiles, type MatchKey, type Who } from '../src/index.ts'

const ada: Who = {
  ...{ id: 'u1', email: 'ada.lovelace@example.org', extension: '101', employee: 'E-7' },
  ...{ firstName: 'Ada', lastName: 'Lovelace' },
}
const jurgen: Who = { id: 'u2', email: 'jm@example.org', name: 'Jürgen Müller-Groß' }
const people = [ada, jurgen, { id: 'u3', name: 'Seán O’Brien' }, { id: 'u4', name: 'Anna Lena Ångström' }]

/** For each file whom it shows and by what, `null` for nobody, or a list of those who are meant by it. */
async function matchesOf(names: readonly string[], everybody: readonly Who[] = people, by?: MatchKey[]) {
  const files = names.map((name) => ({ name, label: labelOf(name) }))
  const matches = await matchPhotoFiles(files, everybody, by ? { by } : {})
  const told: Record<string, string | null | string[]> = {}
  for (const { file, person, by } of matches.matched) told[file.name] = `${person.id} ${by}`
  for (const file of matches.unmatched) told[file.name] = null
  for (const { files, people } of matches.ambiguous)
    for (const file of files) told[file.name] = people.map(({ id }) => id)
  return told
}

/** Whom one file shows. */
const whose = async (name: string, everybody?: readonly Who[]) => (await matchesOf([name], everybody))[name]

describe('a photo file', () => {
  it('shows whom its name names, by the first key that finds anybody', async () => {
    const found = await matchesOf(['ada.lovelace@example.org.jpg'])
    expect(found).to.deep.equal({ 'ada.lovelace@example.org.jpg': 'u1 email' })
    expect(await whose('ADA.Lovelace@Example.ORG.jpeg')).to.equal('u1 email')
    expect(await whose('101.png')).to.equal('u1 extension')
    expect(await whose('u1.webp')).to.equal('u1 id')
    expect(await whose('e-7.tif')).to.equal('u1 employee')
    expect(await whose('Ada Lovelace.gif')).to.equal('u1 name')
    expect(await whose('nobody.jpg')).to.equal(null)
  })

  it('goes by an earlier key before a later one, and by the keys that were asked for alone', async () => {
    const two = [
      { id: 'a', extension: '7' },
      { id: 'b', employee: '7' },
      { id: '7', name: 'C' },
    ]
    expect(await whose('7.jpg', two)).to.equal('a extension')
    expect(await matchesOf(['7.jpg'], two, ['employee', 'extension'])).to.deep.equal({
      '7.jpg': 'b employee',
    })
    expect(await matchesOf(['7.jpg'], two, ['name'])).to.deep.equal({ '7.jpg': null })
  })

  it('may have a name written in many ways', async () => {
    for (const name of [
      ...[
        'ada.lovelace',
        'Ada_Lovelace',
        'LOVELACE, Ada',
        'lovelace ada',
        'Ada  Lovelace',
        'Ada+Lovelace',
        'Ada%20Lovelace',
      ],
      ...['ada-lovelace', 'Lovelace,Ada'],
    ])
      expect(await whose(`${name}.jpg`), name).to.equal('u1 name')
    for (const name of [
      ...[
        'Jürgen Müller-Groß',
        'Jürgen Müller-Groß'.normalize('NFD'),
        'Juergen Mueller-Gross',
        'jurgen.muller.gross',
      ],
      ...['MUELLER-GROSS_JUERGEN', 'Müller-Groß, Jürgen', 'JÜRGEN MÜLLER-GROSS', 'Jurgen Mullergross'],
    ])
      expect(await whose(`${name}.jpg`), name).to.equal('u2 name')
    for (const name of ["Sean O'Brien", 'sean.obrien', 'Seán O´Brien', 'Sea\u0301n O’Brien'])
      expect(await whose(`${name}.jpg`), name).to.equal('u3 name')
    for (const name of ['Anna-Lena Angstrom', 'Anna Lena Aangstroem', 'Ångström, Anna Lena'])
      expect(await whose(`${name}.jpg`), name).to.equal('u4 name')
  })

  it('may be percent-encoded, and a stray per cent sign is one', async () => {
    expect(await whose('ada.lovelace%40example.org.jpg')).to.equal('u1 email')
    expect(await whose('100%.jpg', [{ id: '100%' }])).to.equal('100% id')
  })

  it('is not given to somebody whose name is only much like it', async () => {
    for (const name of [
      'Ada',
      'Ada L',
      'Ada King Lovelace',
      'Ada Lovelace 2',
      'ada.lovelace@example.com',
      'a',
      '',
    ])
      expect(await whose(`${name}.jpg`), name).to.equal(null)
    expect(await whose('Michal Novak.jpg', [{ id: 'm', name: 'Michael Novak' }])).to.equal(null)
    // Vowel signs are no accents.
    expect(await whose('राम.jpg', [{ id: 'r', name: 'रमा' }])).to.equal(null)
  })

  it('that shows one of several is nobody’s', async () => {
    const namesakes = [
      { id: 'a', name: 'Kim Lee' },
      { id: 'b', firstName: 'Lee', lastName: 'Kim' },
    ]
    expect(await whose('Kim Lee.jpg', namesakes)).to.deep.equal(['a', 'b'])
    const shared = [
      { id: 'a', email: 'office@example.org' },
      { id: 'b', email: 'Office@example.org' },
    ]
    expect(await whose('office@example.org.jpg', shared)).to.deep.equal(['a', 'b'])
  })

  it('is told apart by accents where there are two who differ in nothing else', async () => {
    const two = [
      { id: 'a', name: 'Jan Müller' },
      { id: 'b', name: 'Jan Mueller' },
    ]
    expect(await whose('Müller, Jan.jpg', two)).to.equal('a name')
    expect(await whose('jan.mueller.jpg', two)).to.equal('b name')
    expect(
      await whose('Nguyen Hung.jpg', [
        { id: 'a', name: 'Nguyễn Hùng' },
        { id: 'b', name: 'Nguyễn Hưng' },
      ]),
    ).to.deep.equal(['a', 'b'])
  })

  it('is one of several for somebody, and then none is used', async () => {
    expect(await matchesOf(['101.jpg', '101.png', 'jm@example.org.jpg'])).to.deep.equal({
      ...{ '101.jpg': ['u1'], '101.png': ['u1'], 'jm@example.org.jpg': 'u2 email' },
    })
    expect(await matchesOf(['Ada Lovelace.jpg', 'e-7.jpg'])).to.deep.equal({
      ...{ 'Ada Lovelace.jpg': ['u1'], 'e-7.jpg': ['u1'] },
    })
  })

  it('is found the same in whatever order people come', () => {
    const names = ['7.jpg', 'Kim Lee.jpg', 'a.png', 'kim.lee@x.org.jpg']
    const someone = fc.record(
      {
        extension: fc.constantFrom('7', '8'),
        employee: fc.constantFrom('7', 'a'),
        email: fc.constantFrom('kim.lee@x.org', 'k@x.org'),
        name: fc.constantFrom('Kim Lee', 'Lee, Kim', 'Kim'),
      },
      { requiredKeys: [] },
    )
    const sorted = (told: Awaited<ReturnType<typeof matchesOf>>) =>
      Object.fromEntries(
        Object.entries(told).map(([name, one]) => [name, Array.isArray(one) ? one.sort() : one]),
      )
    return fc.assert(
      fc.asyncProperty(fc.array(someone, { maxLength: 6 }), async (drawn) => {
        const everybody: Who[] = drawn.map((one, index) => ({ id: `p${index}`, ...one }))
        const there = sorted(await matchesOf(names, everybody))
        expect(sorted(await matchesOf(names, everybody.toReversed()))).to.deep.equal(there)
        // Nobody has two, and every file is told of.
        const owners = Object.values(there).filter((one) => typeof one === 'string')
        expect(new Set(owners.map((one) => one.split(' ')[0])).size).to.equal(owners.length)
        expect(Object.keys(there).sort()).to.deep.equal(names.toSorted())
      }),
    )
  })
})
