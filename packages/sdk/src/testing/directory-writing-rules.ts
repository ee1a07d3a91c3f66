import assert from 'node:assert/strict'
import {
  assertSameBytes,
  everybody,
  versionOf,
  withWritableDirectory,
  type DirectoryUnderTest,
} from './directory-under-test.ts'
import type { Rule } from './rule.ts'

/** What is there after a write. */
export const writingRules: readonly Rule<DirectoryUnderTest>[] = [
  {
    name: 'serves what was written, under another version',
    why: 'A photo is called ours only when what is served is what was sent.',
    async check(subject) {
      await withWritableDirectory(subject, async (practice) => {
        const { directory, withPhoto, withoutPhoto, makeImage, read, readPresent, write } = practice
        for (const [number, id] of [withPhoto, withoutPhoto].entries()) {
          const before = versionOf(await read(id))
          const photo = await makeImage(number)
          await write(id, photo)
          const after = await readPresent(id)
          assert.notEqual(after.version, before, 'Its version is still the same')
          if (!directory.can.reencodes) assertSameBytes(after, photo, 'It serves other bytes')
        }
      })
    },
  },
  {
    name: 'says of a person whom a photo was written for that there is one',
    why: 'Otherwise the next run writes it again.',
    async check(subject) {
      await withWritableDirectory(subject, async (practice) => {
        const { directory, signal, withoutPhoto, makeImage, write, listed } = practice
        await write(withoutPhoto, await makeImage(1))
        assert.notEqual((await directory.person(withoutPhoto, signal)).photo.state, 'missing', 'The person')
        assert.notEqual((await listed(withoutPhoto)).photo.state, 'missing', 'The list')
      })
    },
  },
  {
    name: 'still has a photo after it was closed and opened again',
    why: 'A write that is answered for is done.',
    async check(subject) {
      await withWritableDirectory(subject, async (practice) => {
        const { signal, withoutPhoto, makeImage, readPresent, write, reopen } = practice
        await write(withoutPhoto, await makeImage(1))
        const written = await readPresent(withoutPhoto)
        const again = await reopen()
        const found = await again.readPhoto(await again.person(withoutPhoto, signal), signal)
        await again.close?.()
        assert.ok(found.state === 'present', 'The photo is gone')
        assertSameBytes(found, written, 'Its bytes differ')
      })
    },
  },
  {
    name: 'gives the original back byte for byte when that is put back',
    why: 'This is what restore does.',
    async check(subject) {
      await withWritableDirectory(subject, async (practice) => {
        const { directory, withPhoto, makeImage, readPresent, write } = practice
        const original = await readPresent(withPhoto)
        await write(withPhoto, await makeImage(1))
        await write(withPhoto, original)
        const restored = await readPresent(withPhoto)
        if (!directory.can.reencodes) assertSameBytes(restored, original, 'It serves other bytes')
      })
    },
  },
  {
    name: 'removes a photo, when it says that it can',
    why: 'Restoring a person who had none takes the avatar away.',
    async check(subject) {
      await withWritableDirectory(subject, async (practice) => {
        const { directory, signal, withPhoto, read, readPresent } = practice
        if (!directory.removePhoto) return
        const { version } = await readPresent(withPhoto)
        const person = await directory.person(withPhoto, signal)
        await directory.removePhoto(person, { ifVersion: version, signal })
        assert.deepEqual(await read(withPhoto), { state: 'missing' })
        assert.notEqual((await directory.person(withPhoto, signal)).photo.state, 'present', 'The person')
      })
    },
  },
  {
    name: 'writes for several people at the same time',
    why: 'People are worked on side by side.',
    async check(subject) {
      await withWritableDirectory(subject, async (practice) => {
        const { directory, makeImage, readPresent, write } = practice
        const people = (await everybody(directory))
          .filter(({ kind, status }) => kind === 'person' && status === 'enabled')
          .slice(0, 16)
        const photos = await Promise.all(people.map(async (_, number) => makeImage(number)))
        const all = people.map(({ id }, index) => ({ id, photo: photos[index] ?? assert.fail() }))
        await Promise.all(all.map(({ id, photo }) => write(id, photo)))
        for (const { id, photo } of all) {
          const found = await readPresent(id)
          if (!directory.can.reencodes) assertSameBytes(found, photo, `${id} has another photo`)
        }
      })
    },
  },
]
