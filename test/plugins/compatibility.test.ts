import { expect } from 'chai'
import { whyUnfit } from '../../src/plugins/compatibility.ts'

const why = (range: unknown, version = '0.1.4') => whyUnfit({ avatarctl: range }, version)

describe('whether a plugin is for this avatarctl', () => {
  for (const range of ['^0.1.0', '~0.1.2', '>=0.1 <0.3', '0.1.x', '^0.1.0 || ^1.0.0', '>=0.1.0']) {
    it(`it is with ${range}`, () => expect(why(range)).to.equal(undefined))
  }

  for (const range of ['^1.0.0', '^0.2.0', '>=0.1.5']) {
    it(`a newer plugin (${range}) says so, with both versions and what to do`, () => {
      expect(why(range)).to.include(`for avatarctl ${range}, and this is 0.1.4: update avatarctl, or`)
    })
  }

  for (const [range, version] of [
    ['^0.1.0', '0.2.0'],
    ['>=0.1 <0.3', '1.0.0'],
  ] as const) {
    it(`an older plugin (${range} with ${version}) says so, with both versions and what to do`, () => {
      expect(why(range, version)).to.include(
        `for avatarctl ${range}, and this is ${version}: update the plugin`,
      )
    })
  }

  it('a pre-release counts as the version that it leads to', () => {
    expect(why('^0.2.0', '0.2.0-beta.1')).to.equal(undefined)
    expect(why('^0.2.0-beta.1', '0.2.0-beta.1')).to.equal(undefined)
    expect(why('^0.1.0', '0.2.0-beta.1')).to.include('update the plugin')
  })

  it('one that promises everything is taken at its word; the contract suite asks its author for more', () => {
    for (const range of ['*', '', 'x', '>=0.0.0']) expect(why(range), range).to.equal(undefined)
  })

  for (const range of ['latest', 'soon', '^^1', 'file:../x', '1'.repeat(5000)]) {
    it(`${range.slice(0, 12)} is refused, as it is no range`, () => {
      expect(why(range)).to.include('no range of versions').and.to.have.length.below(300)
    })
  }

  for (const engines of [undefined, null, {}, 'avatarctl', { avatarctl: 1 }]) {
    it(`${JSON.stringify(engines)} is refused, as it says nothing`, () => {
      expect(whyUnfit(engines, '0.1.4')).to.include('does not say which avatarctl')
    })
  }
})
