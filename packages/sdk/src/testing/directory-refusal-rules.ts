import assert from 'node:assert/strict'
import type { DirectoryErrorKind } from '../directory.ts'
import type { OutgoingPhoto } from '../photo.ts'
import {
  assertKind,
  assertSameBytes,
  nobody,
  withDirectory,
  withWritableDirectory,
  type DirectoryUnderTest,
  type Practice,
} from './directory-under-test.ts'
import type { Rule } from './rule.ts'
import { rejection, soon } from './soon.ts'

const kinds: readonly DirectoryErrorKind[] = [
  'throttled',
  'unauthorised',
  'forbidden',
  'not-found',
  'rejected',
  'unavailable',
  'changed',
  'unusable',
]

/** The largest photo that is made to try a limit, in bytes. */
const largest = 32 * 1024 * 1024

const hostileNames = [
  '../../outside.png',
  '..\\outside.png',
  '/outside.png',
  'a\u0000b.png',
  'n'.repeat(300),
  '',
]

/** What a directory refuses, and that it then changes nothing. */
export const refusalRules: readonly Rule<DirectoryUnderTest>[] = [
  {
    name: 'refuses to replace a photo that is no longer the one named, when it says that it can tell',
    why: 'Somebody chose a new one in the meantime: it must not be lost.',
    async check(subject) {
      await withWritableDirectory(subject, async (practice) => {
        const { directory, withPhoto, makeImage, readPresent, write } = practice
        if (!directory.can.conditionalWrite) return
        const stale = await readPresent(withPhoto)
        await write(withPhoto, await makeImage(1))
        const newer = await makeImage(2)
        await refuses(practice, 'changed', () => write(withPhoto, newer, stale.version))
      })
    },
  },
  {
    name: 'refuses to write as the first photo where there is one, when it says that it can tell',
    why: 'A person who chose a photo in the meantime must not lose it to an avatar.',
    async check(subject) {
      await withWritableDirectory(subject, async (practice) => {
        const { directory, withPhoto, makeImage, write } = practice
        if (!directory.can.conditionalWrite) return
        const photo = await makeImage(1)
        await refuses(practice, 'changed', () => write(withPhoto, photo, null))
      })
    },
  },
  {
    name: 'refuses to remove a photo that is no longer the one named, when it says that it can tell',
    why: 'Only our own avatar is ever taken away.',
    async check(subject) {
      await withWritableDirectory(subject, async (practice) => {
        const { directory, signal, withPhoto, makeImage, readPresent, write } = practice
        if (!directory.can.conditionalWrite || !directory.removePhoto) return
        const { version } = await readPresent(withPhoto)
        await write(withPhoto, await makeImage(1))
        const person = await directory.person(withPhoto, signal)
        await refuses(practice, 'changed', async () =>
          directory.removePhoto?.(person, { ifVersion: version, signal }),
        )
      })
    },
  },
  {
    name: 'takes a photo that breaks its limits whole, or rejects it and changes nothing',
    why: 'A photo that is cut off, or gone, is a lost photo.',
    async check(subject) {
      await withWritableDirectory(subject, async (practice) => {
        const { directory, makeImage } = practice
        const { bytes, mediaType } = await makeImage(1)
        const { maxBytes } = directory.limits
        if (maxBytes < largest) {
          const large = Buffer.alloc(maxBytes + 1)
          large.set(bytes.subarray(0, maxBytes))
          await takesWholeOrRejects(practice, { bytes: large, mediaType })
        }
        await takesWholeOrRejects(practice, { bytes: Buffer.from('no image'), mediaType: 'text/plain' })
      })
    },
  },
  {
    name: 'takes a photo with any file name, or rejects it and changes nothing',
    why: 'A file name comes from somewhere else, and must not lead out of the directory.',
    async check(subject) {
      await withWritableDirectory(subject, async (practice) => {
        for (const [number, name] of hostileNames.entries()) {
          const photo = await practice.makeImage(number)
          await takesWholeOrRejects(practice, { ...photo, name })
        }
      })
    },
  },
  {
    name: 'begins no write once its signal is aborted',
    why: 'After Ctrl-C nobody else is touched.',
    async check(subject) {
      await withWritableDirectory(subject, async (practice) => {
        const { directory, signal, withPhoto, makeImage, readPresent } = practice
        const before = await readPresent(withPhoto)
        const person = await directory.person(withPhoto, signal)
        const condition = { ifVersion: before.version, signal: AbortSignal.abort() }
        const writing = directory.writePhoto(person, await makeImage(1), condition)
        const outcome = await soon(writing, 'It went on')
        assert.equal(outcome.status, 'rejected', 'It said that it wrote')
        assertSameBytes(await readPresent(withPhoto), before, 'It wrote')
      })
    },
  },
  {
    name: 'throws errors that say their kind and what became of the write',
    why: 'By the kind it is decided whether to wait, to skip or to stop, and "unknown" makes us look again.',
    async check(subject) {
      await withDirectory(subject, async (practice) => {
        for (const error of await failures(practice)) {
          assert.ok(error instanceof Error && error.message !== '', `It threw ${String(error)}`)
          const { kind, outcome } = error as Partial<Record<'kind' | 'outcome', unknown>>
          assert.ok(
            kinds.includes(kind as DirectoryErrorKind),
            `"${error.message}" is of the kind ${String(kind)}`,
          )
          assert.ok(
            outcome === 'not-applied' || outcome === 'unknown',
            `"${error.message}" has no outcome: not-applied or unknown`,
          )
        }
      })
    },
  },
]

/** Fails unless `write`, about the person with a photo, throws this kind and leaves the photo as it is. */
async function refuses(
  { withPhoto, readPresent }: Practice,
  kind: DirectoryErrorKind,
  write: () => Promise<void>,
): Promise<void> {
  const before = await readPresent(withPhoto)
  const error = await rejection(write(), 'It did not refuse')
  assertSameBytes(await readPresent(withPhoto), before, 'It refused, but the photo changed')
  assertKind(error, kind)
}

async function takesWholeOrRejects(practice: Practice, photo: OutgoingPhoto): Promise<void> {
  const { directory, withPhoto, readPresent, write } = practice
  const before = await readPresent(withPhoto)
  const [{ status, reason }] = (await Promise.allSettled([write(withPhoto, photo)])) as [
    { status: string; reason?: unknown },
  ]
  const after = await readPresent(withPhoto)
  if (status === 'rejected') {
    assertKind(reason, 'rejected')
    assertSameBytes(after, before, 'It rejected the photo, but changed what was there')
  } else if (!directory.can.reencodes) {
    assertSameBytes(after, photo, 'It took the photo, but serves other bytes')
  }
}

/** What it throws on the ways to fail that every directory has. */
async function failures(practice: Practice): Promise<unknown[]> {
  const { directory, signal, withPhoto, makeImage, write } = practice
  const attempts = [() => directory.person(nobody.id, signal), () => directory.readPhoto(nobody, signal)]
  const outcomes = await Promise.allSettled<unknown>(attempts.map((attempt) => attempt()))
  if (directory.can.write) {
    const photo = await makeImage(1)
    const writes = [directory.writePhoto(nobody, photo, { ifVersion: null, signal })]
    if (directory.can.conditionalWrite) writes.push(write(withPhoto, photo, null))
    outcomes.push(...(await Promise.allSettled(writes)))
  }
  return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
}
