import { expect } from 'chai'
import { optionQuestions, titleOf } from '../../src/plugins/option-questions.ts'

describe('questions made from a schema of options', () => {
  const schema = {
    type: 'object',
    properties: {
      url: { type: 'string', title: 'Address', description: 'Where it is', pattern: '^https://' },
      people: { type: 'integer', minimum: 1, default: 20 },
      kind: { enum: ['cloud', 'own'], default: 'cloud' },
      strict: { type: 'boolean', default: false },
      sites: { type: 'array', items: { type: 'string' } },
    },
    required: ['url', 'people'],
    allOf: [
      { if: { properties: { kind: { const: 'own' } } }, then: { properties: { rack: { type: 'string' } } } },
    ],
  } as const

  const asked = (answers: Record<string, string> = {}) => optionQuestions(schema, answers)
  const named = (name: string) => asked({ kind: 'own' }).find((one) => one.name === name)!

  it('come in the order of the schema, with its words', () => {
    expect(asked().map(({ name }) => name)).to.deep.equal(['url', 'people', 'kind', 'strict', 'sites'])
    expect(named('url')).to.deep.include({
      title: 'Address',
      why: 'Where it is',
      kind: 'text',
      isRequired: true,
    })
    expect(named('strict')).to.deep.include({ title: 'Strict', kind: 'yes-no', preset: 'false' })
    expect(named('kind')).to.deep.include({ kind: 'choice', choices: ['cloud', 'own'], preset: 'cloud' })
  })

  it('ask for nothing that has a default, though it is required', () => {
    expect(named('people')).to.include({ preset: '20', isRequired: false })
  })

  it('depend on the answers so far, where options go with a choice', () => {
    expect(asked().map(({ name }) => name)).to.not.include('rack')
    expect(asked({ kind: 'own' }).map(({ name }) => name)).to.include('rack')
  })

  for (const [name, answer, says] of [
    ['url', 'ftp://x', /is "ftp:\/\/x", which is not right: Where it is/],
    ['people', 'many', /must be integer/],
    ['people', '0', /must be >= 1/],
    ['people', '7', undefined],
    ['sites', 'a, b', undefined],
    ['strict', 'true', undefined],
  ] as const) {
    it(`say of ${name} = ${answer} ${says ? 'what is wrong with it' : 'that nothing is wrong with it'}`, async () => {
      const fault = await named(name).faultOf(answer)
      if (says)
        expect(fault)
          .to.match(says)
          .and.match(/^That /)
      else expect(fault).to.equal(undefined)
    })
  }

  it('make titles of names', () => {
    expect(['clientId', 'jwt', 'base_url', 'community-key'].map(titleOf)).to.deep.equal([
      'Client ID',
      'JWT',
      'Base URL',
      'Community key',
    ])
  })
})
