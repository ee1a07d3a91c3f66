import { readFile, rm, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { faceOf, looksLike, mustLookGolden } from '../support/golden-faces.ts'
import { type Drawn, goldenPictures, mustBeGolden } from '../support/golden-sheet.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const svg = (inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><path fill="#fff" d="M0 0h64v64H0z"/>${inside}</svg>`
const ring = '<circle cx="32" cy="32" r="20" fill="none" stroke="#036" stroke-width="8"/>'

const drawn: readonly Drawn[] = [
  { id: 'ada', title: 'Ada & <co>', svg: svg(ring) },
  { id: 'grace', title: 'Grace', svg: `${svg('<path fill="#360"\n d="M8 8h48v48z"/>')}\n` },
  { id: 'nobody', title: '', svg: null },
]

describe('the comparison with golden pictures', () => {
  const folder = temporaryFolder()
  const sheet = () => folder.join('people.svg')
  const compare = (pictures: readonly Drawn[], about = 'rings, revision 1') => {
    mustBeGolden(sheet(), about, pictures, { renew: false })
  }
  const changed = (index: number, change: Partial<Drawn>) =>
    drawn.with(index, { ...drawn[index]!, ...change })

  beforeEach(() => {
    mustBeGolden(sheet(), 'rings, revision 1', drawn, { renew: true })
  })

  it('is content with the same, and can read back what was drawn, line by line', () => {
    compare(drawn)
    expect([...goldenPictures(sheet())]).to.deep.equal(drawn.map((one) => [one.id, one.svg]))
  })

  it('says that a sheet is missing, and how it is made', async () => {
    await rm(sheet())
    expect(() => compare(drawn)).to.throw(
      'The golden sheet people.svg is missing. `npm run golden` draws golden pictures anew',
    )
  })

  it('names who has no golden picture', async () => {
    const lines = (await readFile(sheet(), 'utf8')).split('\n')
    await writeFile(sheet(), lines.filter((line) => !line.includes('id="grace"')).join('\n'))
    expect(() => compare(drawn)).to.throw('people.svg: grace has no golden picture.')
  })

  it('names whose golden picture nobody asks for any more', () => {
    expect(() => compare(drawn.slice(0, 2))).to.throw('people.svg: the golden picture of nobody is nobody’s.')
  })

  it('names who is drawn differently, by a single byte, or not at all, or at last', () => {
    expect(() => compare(changed(1, { svg: drawn[1]!.svg!.trimEnd() }))).to.throw(
      'grace is drawn differently',
    )
    expect(() => compare(changed(0, { svg: null }))).to.throw('people.svg: ada is drawn differently. Where')
    expect(() => compare(changed(2, { svg: svg('') }))).to.throw(
      'people.svg: nobody is drawn differently. Where',
    )
  })

  it('notices another revision, title or order, and calls no picture another one for that', () => {
    const complaint = 'people.svg: its head, its titles or its order are others. Where'
    expect(() => compare(drawn, 'rings, revision 2')).to.throw(complaint)
    expect(() => compare(changed(0, { title: 'Countess' }))).to.throw(complaint)
    expect(() => compare(drawn.toReversed())).to.throw(complaint)
  })

  describe('as PNG', () => {
    const faces = () => folder.join('people.png')
    const look = (pictures: readonly Drawn[]) => mustLookGolden(faces(), pictures, { renew: false })
    const complaint = (pictures: readonly Drawn[]) =>
      look(pictures).then(
        () => '',
        (error: unknown) => (error as Error).message,
      )

    beforeEach(async () => {
      await mustLookGolden(faces(), drawn, { renew: true })
    })

    it('is content with the same, and leaves the file as it is when nothing looks different', async () => {
      const before = await readFile(faces())
      await look(drawn)
      await mustLookGolden(faces(), changed(0, { title: 'Countess' }), { renew: true })
      expect(await readFile(faces())).to.deep.equal(before)
    })

    it('names who looks different, and says when there is nothing to compare with', async () => {
      const thin = ring.replace('stroke-width="8"', 'stroke-width="5"')
      expect(await complaint(changed(0, { svg: svg(thin) }))).to.contain(
        'people.png: ada looks different as a PNG. `npm run golden`',
      )
      expect(await complaint(changed(2, { svg: svg(ring) }))).to.contain('nobody looks different')
      await rm(faces())
      expect(await complaint(drawn)).to.contain('people.png: is missing. `npm run golden`')
    })

    it('takes edges for the same that are smoothed differently, and no other letter, weight or colour', async () => {
      const face = await faceOf(svg(ring))
      const moved = (by: number) => faceOf(svg(ring.replace('cx="32"', `cx="${32 + by}"`)))
      expect(looksLike(face, await moved(0.05))).to.equal(true)
      expect(looksLike(face, await moved(2))).to.equal(false)
      expect(looksLike(face, await faceOf(svg(ring.replace('#036', '#063'))))).to.equal(false)
      expect(looksLike(face, await faceOf(svg('')))).to.equal(false)
    })
  })
})
