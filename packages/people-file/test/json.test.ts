import { expect } from 'chai'
import { failure, read } from './reading.ts'

const ANN = { id: 7, displayName: 'Ann Lee', mail: 'a@x', accountEnabled: true }

describe('JSON', () => {
  it('is an array, an object with people, or one object a line', async () => {
    const forms = [
      JSON.stringify([ANN]),
      `\n ${JSON.stringify({ people: [ANN], summary: {} }, null, 2)}`,
      `${JSON.stringify(ANN)}\n`,
      `${JSON.stringify(ANN)}\r\n\r\n${JSON.stringify({ id: '8', name: 'Bob' })}\r\n`,
    ]
    for (const form of forms) {
      const { people } = await read(form)
      expect(people[0]).to.deep.equal({
        id: '7',
        name: 'Ann Lee',
        email: 'a@x',
        kind: 'person',
        status: 'enabled',
      })
    }
    expect((await read('[]')).people).to.deep.equal([])
    expect((await read('{"people": []}')).people).to.deep.equal([])
  })

  it('ignores nested values, and takes null for empty', async () => {
    const { people } = await read(
      JSON.stringify([
        {
          name: { given: 'X' },
          fullName: 'Ann',
          department: ['a'],
          email: null,
          photo: { state: 'missing' },
        },
      ]),
    )
    expect(people).to.deep.equal([{ id: 'Ann', name: 'Ann', kind: 'person', status: 'enabled' }])
  })

  it('lets each object have its own keys', async () => {
    const { people, warnings } = await read(
      JSON.stringify([{ x: 1 }, { mail: 'a@x' }, 5, { givenName: 'Bo', sn: 'Ray' }]),
    )
    expect(people.map(({ id }) => id)).to.deep.equal(['a@x', 'Bo Ray'])
    expect(warnings.join('\n')).to.contain('entry 1').and.contain('entry 3')
  })

  it('survives lone surrogates and keys that objects inherit', async () => {
    const { people } = await read(
      '[{"id":"\\ud83d","name":"A\\udc00","__proto__":"x","constructor":"y","email":"e@x"}]',
    )
    expect(people[0]).to.include({ id: '\ud83d', name: 'A\udc00' })
  })

  it('says where it is broken', async () => {
    expect((await failure('[\n{"name": "Ann"},\n{"name": }\n]')).message).to.contain('people.csv, line 3')
    expect((await failure('[\n{"name": "Ann",\n "id": 1 2},\n{}\n]')).message).to.contain('line 3')
    expect((await failure('[\n{"name": "A\nB"}\n]')).message).to.contain('line 2')
    expect((await failure('[{"name": "Ann"}\n')).message).to.contain('line 2')
    expect((await failure('[{"name": "Ann"}]\n]')).message).to.contain('line 2')
    expect((await failure('{"name":"Ann"}\n{"name":"Bob"}\n{"name":')).message).to.contain('line 3')
    expect((await failure('{"a":1}')).hint).to.contain('people')
    expect((await failure('[1,2]')).kind).to.equal('unusable')
    expect((await failure('[{"x":1},{"y":2}]')).message).to.contain('“x”')
    expect((await failure('[{"id":12345678901234567890,"name":"A"}]')).message).to.contain('too large')
    const long = 'x'.repeat(1024 * 1024 + 1)
    expect((await failure(JSON.stringify([{ name: long }]))).message).to.contain('1 MiB')
  })
})
