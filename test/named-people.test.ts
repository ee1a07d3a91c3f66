import { expect } from 'chai'
import type { Composition } from '../src/composition.ts'
import { namedPeople, type ReadFlags } from '../src/named-people.ts'

/** The names of the people that these flags name, of which some were typed, and the others stand in the environment. */
async function named(flags: ReadFlags['flags'], ...typed: string[]): Promise<string[] | undefined> {
  const composition = {
    async peopleFrom(file: string) {
      return (async function* () {
        yield { id: file, name: `from ${file}` }
      })()
    },
  } as unknown as Composition
  const raw = [{ type: 'arg' }, ...typed.map((flag) => ({ type: 'flag', flag }))]
  const people = await namedPeople({ flags, raw }, composition)
  if (!people) return undefined
  const names: string[] = []
  for await (const { id, name, email } of people) names.push(name ?? email ?? id)
  return names
}

describe('people that flags name', () => {
  it('are made up from names and addresses, or come from a file', async () => {
    expect(await named({ seed: ['Ada', 'bob@example.com', 'Ada'] }, 'seed')).to.deep.equal([
      'Ada',
      'bob@example.com',
    ])
    expect(await named({ from: 'people.csv' }, 'from')).to.deep.equal(['from people.csv'])
    expect(await named({ from: '-' }, 'from')).to.deep.equal(['from -'])
    expect(await named({ seed: [' '] }, 'seed')).to.equal(undefined)
    expect(await named({})).to.equal(undefined)
  })

  it('are those that were typed, whatever stands in the environment', async () => {
    const flags = { seed: ['Ada'], from: 'people.csv', directory: 'folder:x' }
    expect(await named(flags, 'from')).to.deep.equal(['from people.csv'])
    expect(await named(flags, 'seed')).to.deep.equal(['Ada'])
    expect(await named(flags, 'directory')).to.equal(undefined)
    expect(await named(flags)).to.deep.equal(['Ada'])
  })

  it('cannot be typed in two ways', async () => {
    const error = await named({ from: 'people.csv', directory: 'folder:x' }, 'from', 'directory').catch(
      (thrown: unknown) => thrown,
    )
    expect(error).to.have.property('message', 'People were named in two ways: --from and --directory')
    expect(error).to.have.property('code', 'wrong-use')
  })
})
