import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import fc from 'fast-check'
import { root } from '../src/root.ts'

const sources = new URL('../src/', import.meta.url)

describe('a root', () => {
  it('is exact where it can be', () => {
    expect(root(3, 27)).to.equal(3)
    expect(root(3, 0.125)).to.equal(0.5)
    expect(root(5, 32)).to.equal(2)
    expect(root(5, 1)).to.equal(1)
    expect(root(3, 0)).to.equal(0)
  })

  it('is right to the last bits elsewhere', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1000, noNaN: true }), (value) => {
        expect(root(3, value) / Math.cbrt(value)).to.be.closeTo(1, 1e-15)
        expect(root(5, value) / value ** 0.2).to.be.closeTo(1, 1e-15)
      }),
    )
  })

  it('comes, like all of this package, from nothing whose bits IEEE 754 leaves open', () => {
    for (const file of readdirSync(sources)) {
      const code = readFileSync(new URL(file, sources), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '')
      const used = [...code.matchAll(/\*\*|Math\.(\w+)/g)].map(([whole, name]) => name ?? whole)
      expect(['max', 'min', 'round', 'sqrt'], file).to.include.members(used)
    }
  })
})
