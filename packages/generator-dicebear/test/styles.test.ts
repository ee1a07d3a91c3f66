import { readFileSync } from 'node:fs'
import * as collection from '@dicebear/collection/async'
import { expect } from 'chai'
import { licenceOf } from '../src/licences.ts'
import { loadStyle, styleNames } from '../src/styles.ts'
import { ask } from './ask.ts'

const seeds = Array.from({ length: 20 }, (_, at) => `person.${at}@example.com`)

interface Choice {
  if: { properties: { style: { const: string } } }
  then: { title: string; licence: { artwork: string; credit: string }; properties: Record<string, object> }
}
const options = JSON.parse(readFileSync(new URL('../options.json', import.meta.url), 'utf8')) as {
  properties: { style: { enum: string[] } }
  allOf: Choice[]
}

describe('the styles of DiceBear', () => {
  it('are all of the collection, but for the one that is written with the fonts of the machine', () => {
    expect(styleNames).to.have.length(Object.keys(collection).length - 1)
    expect(styleNames).to.not.include('initials')
    expect(options.properties.style.enum).to.deep.equal(styleNames)
    expect(options.allOf.map((choice) => choice.if.properties.style.const)).to.deep.equal(styleNames)
  })

  for (const style of styleNames)
    it(`draw 20 people as ${style}, each in another way, and name its author`, async () => {
      const drawn = await Promise.all(seeds.map((seed) => ask(seed, { style, size: 300 })))
      for (const svg of drawn) expect(svg).to.match(/^<svg [^>]*width="300" height="300"/)
      expect(new Set(drawn).size).to.be.greaterThan(18)
      const { meta = {} } = await loadStyle(style)
      expect(drawn[0]).to.contain(`<dc:creator>${meta.creator ?? ''}</dc:creator>`)
      const choice = options.allOf.find((one) => one.if.properties.style.const === style)
      expect(choice?.then.licence).to.deep.equal(licenceOf(style, meta))
    })

  it('follow from the seed, and not from the name', async () => {
    expect(await ask('ada@example.com', { name: 'Bob' })).to.equal(await ask('ada@example.com'))
    expect(await ask('bob@example.com')).not.to.equal(await ask('ada@example.com'))
  })

  it('take their own options, also the one that is called as the choice of the style is', async () => {
    const happy = await ask('ada@example.com', { style: 'bottts', eyes: ['happy'], mouth: ['smile01'] })
    expect(happy).not.to.equal(
      await ask('ada@example.com', { style: 'bottts', eyes: ['hearts'], mouth: ['smile01'] }),
    )
    expect(await ask('ada@example.com', { style: 'avataaars', variant: ['circle'] })).to.contain(
      'styleCircle',
    )
    expect(
      Object.keys(options.allOf.find(({ then }) => then.title === 'Avataaars')?.then.properties ?? {}),
    ).to.include('variant')
  })

  it('show nobody crying, sick or as a dustbin, unless that is asked for', async () => {
    const drawn = await Promise.all(
      Array.from({ length: 300 }, (_, at) => ask(`${at}@example.com`, { style: 'avataaars' })),
    )
    const vomit = await ask('ada@example.com', { style: 'avataaars', mouth: ['vomit'] })
    const green = '#88C553'
    expect(vomit).to.contain(green)
    expect(drawn.filter((svg) => svg.includes(green))).to.have.length(0)
  })
})

describe('licences of styles', () => {
  it('that a company may rely on name whoever has to be named', () => {
    const meta = {
      ...{ title: 'Fun', creator: 'Ada', source: 'https://example.com/fun' },
      license: { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
    }
    expect(licenceOf('fun', meta)).to.deep.equal({
      artwork: 'CC-BY-4.0',
      credit:
        'Fun by Ada, CC BY 4.0, remixed by DiceBear (https://example.com/fun, https://creativecommons.org/licenses/by/4.0/)',
    })
  })

  for (const name of ['CC BY-NC 4.0', 'CC BY-ND 4.0', 'Free for personal use', ''])
    it(`that are ${name || 'not there'} are refused by name`, () => {
      const license = name ? { license: { name, url: 'https://example.com' } } : {}
      expect(() => licenceOf('fun', { title: 'Fun', ...license })).to.throw(
        `the style fun is not drawn: its licence (${name || 'none'})`,
      )
    })
})
