import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { mustLookGolden } from '../support/golden-faces.ts'
import { drawingGenerators, drawnFor, goldenFolder, goldenPeople } from '../support/golden-people.ts'
import { type Drawn, mustBeGolden } from '../support/golden-sheet.ts'

const people = await goldenPeople()
const generators = await drawingGenerators()

describe('the golden pictures', () => {
  it('are of 50 people, each with something particular about them', () => {
    for (const property of ['id', 'why'] as const)
      expect(new Set(people.map((person) => person[property])), property).to.have.property('size', 50)
  })

  it('belong to a generator each', async () => {
    const names = generators.flatMap(({ id }) => [id, `${id}-options`])
    const files = (await readdir(goldenFolder)).filter((file) => /\.(?:svg|png)$/.test(file))
    const known = names.flatMap((name) => [`${name}.svg`, `${name}.png`])
    expect(files.filter((file) => !known.includes(file))).to.deep.equal([])
  })

  for (const generator of generators) {
    const { id, revision } = generator

    describe(`of ${id}`, () => {
      let drawn: Drawn[]

      before(async () => {
        drawn = await drawnFor(people, generator)
      })

      it('are what it draws, to the byte', () => {
        mustBeGolden(path.join(goldenFolder, `${id}.svg`), `${id}, revision ${revision}`, drawn)
      })

      it('are what it draws as PNG, as far as can be seen', async () => {
        await mustLookGolden(path.join(goldenFolder, `${id}.png`), drawn)
      })
    })
  }
})
