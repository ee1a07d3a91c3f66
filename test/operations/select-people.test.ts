import type { Person } from '@avatarctl/sdk'
import { expect } from 'chai'
import { mustAllBeThere, selects, type Selection } from '../../src/operations/select-people.ts'

const person = (overrides: Partial<Person> = {}): Person => ({
  ...{ id: '1', name: 'Ada Lovelace', email: 'ada@example.com', extension: '101', department: 'Sales/North' },
  ...{ kind: 'person', status: 'enabled', photo: { state: 'missing' } },
  ...overrides,
})
const selection = (overrides: Partial<Selection> = {}): Selection => ({
  ...{ kind: 'person', status: ['enabled', 'notActivated'], where: [], keys: [] },
  ...overrides,
})

describe('which people a command is about', () => {
  it('takes people in use, and neither rooms nor leavers', () => {
    const wanted = selects(selection())
    expect(wanted(person())).to.equal(true)
    expect(wanted(person({ status: 'notActivated' }))).to.equal(true)
    expect(wanted(person({ kind: 'other' }))).to.equal(false)
    expect(wanted(person({ status: 'disabled' }))).to.equal(false)
    expect(wanted(person({ status: 'unassigned' }))).to.equal(false)
  })

  it('compares --where without regard to letter case, slashes and leading dots', () => {
    const where = (field: 'name' | 'email' | 'department', glob: string) =>
      selects(selection({ where: [{ field, glob }] }))
    expect(where('department', 'sales*')(person())).to.equal(true)
    expect(where('department', 'Sales')(person())).to.equal(false)
    expect(where('name', '?da *')(person())).to.equal(true)
    expect(where('email', '*@EXAMPLE.com')(person())).to.equal(true)
    expect(where('department', '*')(person({ department: '.hidden/x' }))).to.equal(true)
    expect(where('name', '!(Ada)')(person({ name: '!(Ada)' }))).to.equal(true)
  })

  it('needs every --where to match', () => {
    const both = selects(
      selection({
        where: [
          { field: 'name', glob: 'Ada*' },
          { field: 'id', glob: '2' },
        ],
      }),
    )
    expect(both(person())).to.equal(false)
    expect(both(person({ id: '2' }))).to.equal(true)
  })

  it('means exactly those who are named by id, e-mail or extension, whatever their kind and status', () => {
    const named = selects(selection({ keys: ['ADA@example.com'] }))
    expect(named(person({ kind: 'other', status: 'disabled' }))).to.equal(true)
    expect(named(person({ email: 'grace@example.com' }))).to.equal(false)
    expect(selects(selection({ keys: ['101'] }))(person())).to.equal(true)
  })

  it('names the keys for which there is nobody', () => {
    expect(() => mustAllBeThere(['1'], [person()])).not.to.throw()
    expect(() => mustAllBeThere(['1', 'nobody'], [person()])).to.throw('nobody')
  })
})
