import { stripVTControlCharacters } from 'node:util'
import { expect } from 'chai'
import { generatorLines, inactiveLines } from '../../src/terminal/generator-view.ts'

const robots = {
  id: 'robots',
  title: 'Robots',
  description:
    'A robot that follows from the e-mail, drawn by a service on the web and taken away from there as PNG',
  module: './dist/generator.js',
  produces: 'artwork',
  revision: 2,
  deterministic: true,
  options: {
    type: 'object',
    properties: {
      set: { enum: ['robots', 'cats'], default: 'robots', description: 'What is drawn.' },
      aVeryLongNameOfAnOption: { type: 'string', description: 'Long' },
    },
    required: ['aVeryLongNameOfAnOption'],
  },
  hosts: ['robots.example.com'],
  sends: ['hashed e-mail'],
  licence: { code: 'MIT', artwork: 'CC-BY-4.0', credit: 'Pictures by \u001b[31mAda' },
  plugin: 'avatarctl-generator-robots',
  version: '1.2.3',
  bundled: false,
} as const

const shown = (width: number) => generatorLines(robots, width).map(stripVTControlCharacters)

describe('a generator in full', () => {
  it('is what the manifest says, in plain words', () => {
    expect(shown(80).join('\n')).to.equal(`Robots (robots)
A robot that follows from the e-mail, drawn by a service on the web and taken
away from there as PNG

Makes     artwork, the same every time (revision 2)
Asks      robots.example.com
Sends     hashed e-mail
Pictures  CC-BY-4.0
Credit    Pictures by [31mAda
Code      MIT
Plugin    avatarctl-generator-robots 1.2.3
Active    yes

Options (--option robots.NAME=VALUE)
  set                   What is drawn. One of robots, cats; "robots" where it is
                        left out.
  aVeryLongNameOfAnOption
                        Long. Of type string; it has to be given.`)
  })

  for (const width of [40, 80, 100]) {
    it(`keeps to ${width} columns`, () => {
      for (const line of shown(width)) expect(line.length, line).to.be.at.most(width)
    })
  }

  it('lists what can be chosen among, with whom to name, and says where the rest is to be seen', () => {
    const choices = [
      { option: 'set', value: 'robots', title: 'Robots', licence: { artwork: 'CC0-1.0' } },
      {
        option: 'set',
        value: 'cats',
        title: 'Cats',
        licence: { artwork: 'CC-BY-4.0', credit: 'Cats by Ada, CC BY 4.0' },
      },
    ]
    const options = {
      type: 'object',
      properties: {
        arms: { type: 'integer', minimum: 1, maximum: 4, description: 'How many' },
        eyes: { type: 'array', items: { enum: ['round', 'shut'] }, description: 'Kinds of eyes' },
        ground: { type: 'array', items: { type: 'string' }, description: 'Colours' },
      },
    } as const
    const lines = generatorLines({ ...robots, options, choices }, 80).map(stripVTControlCharacters)
    expect(lines.slice(lines.indexOf('Options (--option robots.NAME=VALUE)') + 1).join('\n')).to.equal(`\
  arms    How many. Of type integer from 1 to 4.
  eyes    Kinds of eyes. Any of round, shut; with commas.
  ground  Colours. A list with commas.

With --option robots.set=VALUE
  robots  Robots, CC0-1.0
  cats    Cats by Ada, CC BY 4.0

Each has more options: avatarctl generators show robots --option
robots.set=robots`)
  })

  it('lets no escape sequence of a manifest through', () => {
    expect(generatorLines(robots, 80).join('\n')).not.to.contain('\u001b[31m')
  })

  it('says of one whose plugin is left out why', () => {
    const reason =
      'it is for avatarctl ^2.0.0, and this is 0.1.0: update avatarctl, or install an older version'
    const lines = inactiveLines({ id: 'robots', plugin: 'robots', version: '2.0.0', reason }, 60)
    expect(lines.map(stripVTControlCharacters).join('\n')).to.equal(`robots

Plugin    robots 2.0.0
Active    no: it is for avatarctl ^2.0.0, and this is 0.1.0:
          update avatarctl, or install an older version`)
  })
})
