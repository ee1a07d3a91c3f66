import { expect } from 'chai'
import type { AppError } from '../../src/errors.ts'
import { resolveOptions } from '../../src/plugins/options.ts'

const schema = {
  type: 'object',
  properties: {
    set: { enum: ['set1', 'set2'], default: 'set1' },
    weight: { type: 'integer', minimum: 1 },
    dark: { type: 'boolean' },
    colours: { type: 'array', items: { type: 'string' } },
  },
  additionalProperties: false,
} as const

describe('the options of a contribution', () => {
  it('get their defaults from the schema', async () => {
    expect(await resolveOptions('robohash', schema, {})).to.deep.equal({ set: 'set1' })
  })

  it('become the type that the schema asks for', async () => {
    const given = { weight: '3', dark: 'true', colours: 'red,blue' }
    expect(await resolveOptions('robohash', schema, given)).to.deep.equal({
      set: 'set1',
      weight: 3,
      dark: true,
      colours: ['red', 'blue'],
    })
  })

  for (const [given, says] of [
    [{ set: 'set9' }, 'set1, set2'],
    [{ sett: 'set1' }, 'unknown key "sett"'],
    [{ weight: 'heavy' }, 'must be integer'],
    [{ weight: '0' }, '>= 1'],
  ] as const) {
    it(`refuse ${JSON.stringify(given)} in one sentence`, async () => {
      const error = await resolveOptions('robohash', schema, given).catch((thrown: unknown) => thrown)
      expect(error).to.include({ code: 'wrong-use' })
      expect((error as AppError).message).to.contain(says)
    })
  }

  it('are none where a contribution declares none', async () => {
    expect(await resolveOptions('initials', undefined, {})).to.deep.equal({})
    const error = await resolveOptions('initials', undefined, { x: '1' }).catch((thrown: unknown) => thrown)
    expect(error).to.include({ code: 'wrong-use' })
  })
})
