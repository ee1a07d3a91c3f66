import { expect } from 'chai'
import { directoryRules, testDirectory, type DirectoryUnderTest } from '../src/testing/index.ts'
import { failingRules } from './failing-rules.ts'
import { practiceDirectory, type Spoil } from './memory-directory.ts'
import { withPlugin } from './plugin-folder.ts'
import { directorySource, worseDirectories, wrongDirectories, wrongPackages } from './wrong-directories.ts'

const packing = 'publishes the modules that it names'

function spoilt(spoil: Spoil): DirectoryUnderTest {
  return { open: () => Promise.resolve(practiceDirectory(spoil)) }
}

describe('The contract of directories', () => {
  describe('holds of one that does everything right', () => {
    testDirectory({ open: () => Promise.resolve(practiceDirectory()) })
  })

  describe('holds of one that can only read', () => {
    testDirectory(
      spoilt(({ can, writePhoto: _, removePhoto: __, ...right }) => ({
        ...right,
        can: { ...can, write: false, remove: false },
        removePhoto: undefined as never,
      })),
    )
  })

  describe('is broken, in exactly one rule, by a package that does one thing wrong:', () => {
    const aboutPackages = directoryRules.filter(({ name }) => name in wrongPackages)
    for (const [name, pkg] of Object.entries(wrongPackages)) {
      it(name, async () => {
        await withPlugin({ pkg, source: directorySource }, async (plugin) => {
          const subject = { ...spoilt((right) => right), plugin }
          // Asking npm takes a second: only where it makes a difference.
          const rules = aboutPackages.filter((rule) => rule.name === name || rule.name !== packing)
          expect(await failingRules(rules, subject)).to.deep.equal([name])
        })
      })
    }
  })

  describe('is broken, in exactly one rule, by one that does one thing wrong:', () => {
    for (const { name } of directoryRules.filter((rule) => !(rule.name in wrongPackages))) {
      it(name, async () => {
        const spoil = wrongDirectories[name]
        if (!spoil) expect.fail('There is no wrong directory for this rule')
        expect(await failingRules(directoryRules, spoilt(spoil))).to.deep.equal([name])
      })
    }

    it('and there is no wrong directory without a rule', () => {
      expect(directoryRules.map(({ name }) => name)).to.include.members(Object.keys(wrongDirectories))
    })
  })

  for (const [rule, what, spoil] of worseDirectories) {
    it(`is broken by one that ${what}`, async () => {
      const inQuestion = directoryRules.filter(({ name }) => name === rule)
      expect(await failingRules(inQuestion, spoilt(spoil))).to.deep.equal([rule])
    })
  }
})
