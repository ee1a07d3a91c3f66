import { expect } from 'chai'
import { faultOfName, freeName, named } from '../../src/operations/connection-name.ts'
import type { ConnectionType } from '../../src/records.ts'

const type = (id: string) => ({ id, title: id.toUpperCase() }) as ConnectionType
const types = [type('folder'), type('ringcentral')]

describe('the name of a connection', () => {
  it('has lower-case letters, digits and hyphens', () => {
    for (const name of ['main', 'ringcentral', 'a-1', 'a'.repeat(64)])
      expect(faultOfName(name, { type: types[1]!, types }), name).to.equal(undefined)
  })

  for (const [name, meant] of [
    ['Main Office', 'main-office'],
    ['Zürich', 'zurich'],
    ['7th', 'th'],
    ['lab_1', 'lab-1'],
    ['folder:x', 'folder-x'],
    ['a,b', 'a-b'],
  ] as const) {
    it(`is not "${name}", and ${meant} may be meant`, () => {
      expect(faultOfName(name, { type: types[0]!, types })).to.contain(`Did you mean ${meant}?`)
    })
  }

  it('is not that of another kind of directory', () => {
    expect(faultOfName('ringcentral', { type: types[0]!, types })).to.contain('RINGCENTRAL')
  })

  it('is one that nobody has', () => {
    expect(freeName('lab', ['main'])).to.equal('lab')
    expect(freeName('lab', ['lab', 'lab-2'])).to.equal('lab-3')
  })

  it('that is not known is told with the near one', () => {
    const known = new Map([['main', 1]])
    expect(named('main', known, 'connection')).to.equal(1)
    expect(() => named('mian', known, 'connection'))
      .to.throw('There is no connection "mian"')
      .with.property('hint', 'Did you mean main? Known here: main.')
  })
})
