import assert from 'node:assert/strict'
import type { DirectoryAbilities } from '../directory.ts'
import { withDirectory, type DirectoryUnderTest } from './directory-under-test.ts'
import type { Rule } from './rule.ts'

const abilities: readonly (keyof DirectoryAbilities)[] = [
  'read',
  'write',
  'remove',
  'reencodes',
  'conditionalWrite',
  'versionInList',
]

/** What a directory says of itself, and how it is opened and closed. */
export const openingRules: readonly Rule<DirectoryUnderTest>[] = [
  {
    name: 'is the same directory each time it is opened',
    why: 'Originals, locks and the ledger go by service and account.',
    async check(subject) {
      await withDirectory(subject, async ({ directory, reopen }) => {
        const { service, account } = directory.identity
        assert.ok(service && account, 'It names no service, or no account')
        const again = await reopen()
        const identity = { ...again.identity }
        await again.close?.()
        assert.deepEqual(identity, { service, account })
      })
    },
  },
  {
    name: 'says what photos it takes',
    why: 'Photos are made to fit before they are sent.',
    async check(subject) {
      await withDirectory(subject, ({ directory: { limits } }) => {
        assert.ok(limits.mediaTypes.length > 0, 'It names no media type')
        for (const type of limits.mediaTypes) assert.match(type, /^image\/[\w.+-]+$/)
        for (const name of ['maxBytes', 'maxPixels', 'preferredSize'] as const) {
          assert.ok(limits[name] > 0, `${name} is no positive number`)
        }
        assert.ok(limits.preferredSize ** 2 <= limits.maxPixels, 'Its preferred size exceeds its limit')
        return Promise.resolve()
      })
    },
  },
  {
    name: 'says what it can do',
    why: 'What it can do is asked before a run, not found out in the middle of one.',
    async check(subject) {
      await withDirectory(subject, ({ directory }) => {
        for (const name of abilities) assert.equal(typeof directory.can[name], 'boolean', `can.${name}`)
        assert.equal(typeof directory.removePhoto === 'function', directory.can.remove, 'can.remove')
        return Promise.resolve()
      })
    },
  },
  {
    name: 'passes its own check of what it says it can do',
    why: 'The check stands before each run, and a failed one stops it.',
    async check(subject) {
      await withDirectory(subject, async ({ directory, signal }) => {
        if (directory.can.read) await directory.check('read', signal)
        if (directory.can.write) await directory.check('write', signal)
      })
    },
  },
  {
    name: 'may be closed twice',
    why: 'It is closed in every case, also after a failure.',
    async check(subject) {
      const { directory, discard } = await subject.open()
      try {
        await directory.close?.()
        await directory.close?.()
      } finally {
        await discard?.()
      }
    },
  },
]
