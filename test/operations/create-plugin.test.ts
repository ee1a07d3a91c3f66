import { expect } from 'chai'
import type { AppError } from '../../src/errors.ts'
import { assumedAnswers, faultOf, namesOf } from '../../src/operations/create-plugin.ts'

const taken = {
  ids: ['initials', 'folder'],
  packages: ['@avatarctl/generator-initials', '@oclif/plugin-help'],
}

describe('the names of a new plugin', () => {
  for (const [given, id, name, folder] of [
    ['pixels', 'pixels', 'avatarctl-generator-pixels', 'avatarctl-generator-pixels'],
    ['avatarctl-generator-pixels', 'pixels', 'avatarctl-generator-pixels', 'avatarctl-generator-pixels'],
    ['@acme/pixels', 'pixels', '@acme/avatarctl-generator-pixels', 'avatarctl-generator-pixels'],
    ['@acme/generator-two-rings', 'two-rings', '@acme/generator-two-rings', 'generator-two-rings'],
  ] as const) {
    it(`follow from ${given}`, () => {
      expect(namesOf(given, taken)).to.deep.equal({ id, package: name, folder })
    })
  }

  for (const given of [
    'initials',
    'folder',
    '@acme/initials',
    '@avatarctl/generator-initials',
    '@avatarctl/pixels',
  ]) {
    it(`are not those of what is bundled: ${given}`, () => {
      expect(() => namesOf(given, taken)).to.throw('is taken by what comes with avatarctl')
    })
  }

  for (const given of [
    '',
    'Pixels',
    '../pixels',
    'pix els',
    '1pixel',
    'x'.repeat(200),
    '@acme/',
    'a/../b',
    '.',
    'pixels\n',
  ]) {
    it(`are no ${JSON.stringify(given.slice(0, 12))}`, () => {
      expect(() => namesOf(given, taken))
        .to.throw()
        .that.satisfies((error: AppError) => error.code === 'wrong-use' && error.message.length < 200)
    })
  }
})

describe('the answers about a new plugin', () => {
  it('are right as they are assumed', () => {
    const answers = assumedAnswers(namesOf('two-rings', taken))
    expect(answers).to.deep.equal({
      title: 'Two rings',
      licence: 'MIT',
      artworkLicence: 'CC0-1.0',
      author: '',
    })
    for (const [name, answer] of Object.entries<string>({ ...answers }))
      expect(faultOf[name as keyof typeof faultOf](answer), name).to.equal(undefined)
  })

  for (const [name, answer] of [
    ['title', ''],
    ['title', ' '],
    ['title', 'x'.repeat(61)],
    ['title', 'two\nlines'],
    ['author', '\u001b[31m'],
    ['licence', 'WTFPL'],
    ['licence', '../../package.json'],
    ['artworkLicence', ''],
    ['artworkLicence', 'free for all'],
  ] as const) {
    it(`are refused in a sentence: ${name} ${JSON.stringify(answer.slice(0, 20))}`, () => {
      expect(faultOf[name](answer)).to.match(/^[A-Z].*\.$/)
    })
  }
})
