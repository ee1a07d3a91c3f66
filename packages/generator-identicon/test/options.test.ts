import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { lookOf } from '../src/options.ts'
import { defaultPalette } from '../src/palette.ts'

interface Manifest {
  avatarctl: { contributes: { generators: [{ options: { properties: Record<string, Declared> } }] } }
}

interface Declared {
  default: unknown
  pattern?: string
}

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest
const declared = manifest.avatarctl.contributes.generators[0].options.properties

describe('the options', () => {
  it('have the defaults that the manifest declares', () => {
    const defaults = Object.fromEntries(
      Object.entries(declared).map(([name, option]) => [name, option.default]),
    )
    expect(lookOf(defaults)).to.deep.equal(lookOf({}))
    expect(lookOf({}).palette).to.equal(defaultPalette)
  })

  it('take colours in any of the usual ways', () => {
    expect(lookOf({ palette: '#FFCC00, 04a,123456' }).palette).to.deep.equal([
      '#ffcc00',
      '#0044aa',
      '#123456',
    ])
    expect(lookOf({ background: 'F5F5F5' }).background).to.equal('#f5f5f5')
    expect(lookOf({ background: 'transparent' }).background).to.equal('transparent')
  })

  it('are declared so that nothing else gets through', () => {
    const { palette, background } = declared
    for (const wrong of ['', '#12', 'red', 'default,#fff', '#fff,', '#ffffff80'])
      expect(wrong, 'palette').not.to.match(new RegExp(palette?.pattern ?? ''))
    for (const wrong of ['', 'tinted', '#12', 'black', '#fff,#000', '#ffffff80'])
      expect(wrong, 'background').not.to.match(new RegExp(background?.pattern ?? ''))
    for (const right of ['tint', 'white', 'strong', 'dark', 'transparent', '#fff', 'A0b1C2'])
      expect(right, 'background').to.match(new RegExp(background?.pattern ?? ''))
  })

  it('leave a border that keeps the pattern inside its shape', () => {
    expect(lookOf({ border: 0 }).border).to.equal(0)
    expect(lookOf({ border: 0, shape: 'rounded' }).border).to.equal(7)
    expect(lookOf({ border: 0, shape: 'circle' }).border).to.equal(15)
    expect(lookOf({ border: 30, shape: 'circle' }).border).to.equal(30)
  })
})
