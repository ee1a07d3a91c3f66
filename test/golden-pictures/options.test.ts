import path from 'node:path'
import type { OptionsSchema } from '@avatarctl/sdk'
import { mustLookGolden } from '../support/golden-faces.ts'
import { drawingGenerators, drawnFor, goldenFolder, goldenPeople } from '../support/golden-people.ts'
import { type Drawn, mustBeGolden } from '../support/golden-sheet.ts'

/** Colours that nobody has prepared anything for. */
const own = '#ffcc00,#0044aa'

type Look = Record<string, string | number>

const [ada] = await goldenPeople()
const generators = await drawingGenerators()

/**
 * Each value of each option that has a list of values, both ends of those that have bounds, and, where colours can be
 * chosen, some of one's own with each of these.
 */
function looksOf(schema: OptionsSchema | undefined): Look[] {
  const properties = (schema?.['properties'] ?? {}) as Record<string, Partial<Property>>
  const looks = Object.entries(properties).flatMap(([name, property]) =>
    [...(property.enum ?? []), ...(property.type === 'integer' ? [property.minimum, property.maximum] : [])]
      .filter((value) => value !== undefined && value !== property.default)
      .map((value): Look => ({ [name]: value as string | number })),
  )
  if (!('palette' in properties)) return looks
  return [...looks, ...[{}, ...looks].map((look) => ({ palette: own, ...look }))]
}

interface Property {
  enum: (string | number)[]
  type: string
  minimum: number
  maximum: number
  default: unknown
}

describe('the golden pictures of every option', () => {
  for (const generator of generators.filter(({ options }) => looksOf(options).length > 0)) {
    const { id, revision, options } = generator

    describe(`of ${id}`, () => {
      const drawn: Drawn[] = []

      before(async () => {
        for (const look of looksOf(options)) {
          const [picture] = await drawnFor([ada!], generator, look)
          const named = Object.entries(look).map(([option, value]) => `${option}=${value}`)
          const id = named.join('+').replace(own, 'own')
          drawn.push({ ...picture!, id, title: named.join(', ') })
        }
      })

      it('are what it draws, to the byte', () => {
        const about = `${id}, revision ${revision}: its options, for one person`
        mustBeGolden(path.join(goldenFolder, `${id}-options.svg`), about, drawn)
      })

      it('are what it draws as PNG, as far as can be seen', async () => {
        await mustLookGolden(path.join(goldenFolder, `${id}-options.png`), drawn)
      })
    })
  }
})
