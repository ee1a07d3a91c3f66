import assert from 'node:assert/strict'
import {
  assertKind,
  assertSameBytes,
  everybody,
  nobody,
  withDirectory,
  type DirectoryUnderTest,
} from './directory-under-test.ts'
import type { Rule } from './rule.ts'
import { rejection, soon } from './soon.ts'

const kinds = ['person', 'other']
const statuses = ['enabled', 'notActivated', 'disabled', 'unassigned']
const hostileIds = [
  '',
  '../../etc/passwd',
  'a\u0000b',
  '__proto__',
  '💥',
  '\ud800',
  'x'.repeat(5000),
  '%2e%2e',
  '*',
]

/** What can be read. */
export const readingRules: readonly Rule<DirectoryUnderTest>[] = [
  {
    name: 'lists everybody, each with an id of their own',
    why: 'Originals are kept by id: two people with one id would get one photo.',
    async check(subject) {
      await withDirectory(subject, async ({ directory, withPhoto, withoutPhoto }) => {
        const ids = (await everybody(directory)).map(({ id }) => id)
        assert.ok(
          ids.every((id) => typeof id === 'string' && id !== ''),
          'Somebody has no id',
        )
        assert.equal(new Set(ids).size, ids.length, 'An id occurs twice')
        assert.ok(ids.includes(withPhoto) && ids.includes(withoutPhoto), 'Somebody is not in the list')
      })
    },
  },
  {
    name: 'lists kind and status in the words of the sdk',
    why: 'Rooms and queues get no avatar, and neither do people who left: both are told by these words.',
    async check(subject) {
      await withDirectory(subject, async ({ directory }) => {
        for (const { id, kind, status } of await everybody(directory)) {
          assert.ok(kinds.includes(kind), `${id} is of the kind ${kind}`)
          assert.ok(statuses.includes(status), `${id} has the status ${status}`)
        }
      })
    },
  },
  {
    name: 'never lists a photo as missing that is there, or the other way round',
    why: 'Who is listed as missing gets an avatar; "unknown" is right where the list cannot tell.',
    async check(subject) {
      await withDirectory(subject, async ({ listed, withPhoto, withoutPhoto }) => {
        assert.ok(['present', 'unknown'].includes((await listed(withPhoto)).photo.state), withPhoto)
        assert.ok(['missing', 'unknown'].includes((await listed(withoutPhoto)).photo.state), withoutPhoto)
      })
    },
  },
  {
    name: 'stops listing with an error when its signal is aborted',
    why: 'A list that merely ends looks complete: everybody else would seem to have left.',
    async check(subject) {
      await withDirectory(subject, async ({ directory }) => {
        const listing = everybody(directory, AbortSignal.abort())
        const outcome = await soon(listing, 'It went on')
        assert.equal(outcome.status, 'rejected', 'It ended as if all were well')
      })
    },
  },
  {
    name: 'gives one person as the list does',
    why: 'A plan is made from the list, and checked against the person.',
    async check(subject) {
      await withDirectory(subject, async ({ directory, signal }) => {
        for (const person of (await everybody(directory)).slice(0, 20)) {
          assert.deepEqual(await directory.person(person.id, signal), person)
        }
      })
    },
  },
  {
    name: 'gives who is signed in as it gives that person, where it knows',
    why: 'Whoever asks for their own photo alone is found by this, and backed up under the id that the list has.',
    async check(subject) {
      await withDirectory(subject, async ({ directory, signal }) => {
        if (!directory.me) return
        const me = await directory.me(signal)
        assert.deepEqual(await directory.person(me.id, signal), me)
      })
    },
  },
  {
    name: 'throws not-found for an id that nobody has, whatever it holds',
    why: 'An id comes from the command line; it must not reach another record, file or address.',
    async check(subject) {
      await withDirectory(subject, async ({ directory, signal }) => {
        const taken = (await everybody(directory)).map(({ id }) => id)
        for (const id of [nobody.id, ...hostileIds].filter((one) => !taken.includes(one))) {
          const what = JSON.stringify(id.slice(0, 40))
          assertKind(await rejection(directory.person(id, signal), `It found ${what}`), 'not-found')
        }
      })
    },
  },
  {
    name: 'says that there is no photo, rather than throwing',
    why: 'Only this answer lets restore take an avatar away again.',
    async check(subject) {
      await withDirectory(subject, async ({ read, withoutPhoto }) => {
        assert.deepEqual(await read(withoutPhoto), { state: 'missing' })
      })
    },
  },
  {
    name: 'throws for the photo of an unknown person',
    why: '"No photo" would be recorded as what stood there before.',
    async check(subject) {
      await withDirectory(subject, async ({ directory, signal }) => {
        await rejection(directory.readPhoto(nobody, signal), 'It answered for a person who does not exist')
      })
    },
  },
  {
    name: 'reads a photo whole: bytes, media type and version',
    why: 'These bytes are the original that a restore puts back.',
    async check(subject) {
      await withDirectory(subject, async ({ readPresent, withPhoto }) => {
        const { bytes, mediaType, version } = await readPresent(withPhoto)
        assert.ok(bytes instanceof Uint8Array && bytes.length > 0, 'There are no bytes')
        assert.match(mediaType, /^image\/[\w.+-]+$/)
        assert.ok(typeof version === 'string' && version !== '', 'There is no version')
      })
    },
  },
  {
    name: 'reads the same photo twice, and under the same version',
    why: 'A photo that seems to have changed is left alone and reported.',
    async check(subject) {
      await withDirectory(subject, async ({ readPresent, withPhoto }) => {
        const first = await readPresent(withPhoto)
        const second = await readPresent(withPhoto)
        assertSameBytes(second, first, 'Its bytes differ')
        assert.equal(second.version, first.version)
      })
    },
  },
  {
    name: 'lists the version that is read, when it says that it lists versions',
    why: 'Otherwise every photo is taken for changed, and fetched again on every run.',
    async check(subject) {
      await withDirectory(subject, async ({ directory, listed, readPresent, withPhoto }) => {
        if (!directory.can.versionInList) return
        const { photo } = await listed(withPhoto)
        const { version } = await readPresent(withPhoto)
        assert.deepEqual(photo, { state: 'present', version })
      })
    },
  },
]
