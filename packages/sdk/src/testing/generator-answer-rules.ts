import assert from 'node:assert/strict'
import type { GeneratorImage, GeneratorPerson } from '../generator.ts'
import { picturesOf, saysWhy, withGenerator, type GeneratorUnderTest } from './generator-under-test.ts'
import { dimensionsOf, formatOf } from './image-format.ts'
import { hostilePeople } from './people.ts'
import type { Rule } from './rule.ts'
import { hazardsOf, readSvg, type SvgElement } from './svg.ts'

/** What a generator has to answer. */
export const answerRules: readonly Rule<GeneratorUnderTest>[] = [
  {
    name: 'has an image for somebody',
    why: 'Nothing else can be tried otherwise. Name somebody who has one in "people", and answers in "fetch".',
    async check(subject) {
      await withGenerator(subject, async ({ ask, people }) => {
        for (const person of people) {
          if (await ask(person)) return
        }
        assert.fail('It has none for everybody')
      })
    },
  },
  {
    name: 'answers with an image or none, whoever it is asked for',
    why: 'A throw means "failed" and stops the chain: nobody with such a record would get an avatar from it.',
    async check(subject) {
      await withGenerator(subject, async ({ answer, people }) => {
        const named = people.map((person) => ({ what: JSON.stringify(person), person }))
        for (const { what, person } of [...named, ...hostilePeople]) {
          const given = await answer(person).catch((error: unknown) =>
            assert.fail(`It threw for ${what}: ${String(error)}`),
          )
          const isNone = given === null || saysWhy(given)
          assert.ok(
            isNone || isImage(given),
            `For ${what} it answered with no image, no null and no { none }`,
          )
        }
      })
    },
  },
  {
    name: 'says in one short line why it has none, where it says so',
    why: 'The sentence stands in reports, and beside those of other people: 200 characters and no line break.',
    async check(subject) {
      await withGenerator(subject, async ({ answer, people }) => {
        const named = people.map((person) => ({ what: JSON.stringify(person), person }))
        for (const { what, person } of [...named, ...hostilePeople]) {
          const given = await answer(person).catch(() => null)
          if (!saysWhy(given)) continue
          const { none } = given as { none: unknown }
          assert.ok(
            typeof none === 'string' &&
              none.length <= 200 &&
              /^[^\p{C}\p{Z}][^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u.test(none),
            `For ${what} the reason is no such line: ${JSON.stringify(none)}`,
          )
        }
      })
    },
  },
  {
    name: 'answers with SVG, PNG, JPEG, GIF or WebP',
    why: 'By their first bytes, images are told apart; anything else is refused.',
    async check(subject) {
      for (const { what, bytes } of await picturesOf(subject)) {
        assert.ok(formatOf(bytes), `For ${what} it answered with no such image`)
      }
    },
  },
  {
    name: 'draws SVG that is well-formed, whatever the name holds',
    why: 'A name that breaks the SVG costs this person the avatar.',
    async check(subject) {
      for (const { what, bytes } of await svgsOf(subject)) {
        assert.doesNotThrow(() => readSvg(bytes), `For ${what} the SVG cannot be read`)
      }
    },
  },
  {
    name: 'draws SVG without scripts, outside references and text',
    why: 'Scripts and references are refused, and text looks different on every machine: draw it as outlines.',
    async check(subject) {
      for (const { what, elements } of await svgsOf(subject)) {
        assert.deepEqual([...hazardsOf(elements)], [], `For ${what}`)
      }
    },
  },
  {
    name: 'answers with images that are not too large to be taken',
    why: 'An SVG may have 2 MB, any other image 10 MB and 25 megapixels; what is larger costs this person the avatar.',
    async check(subject) {
      for (const { what, bytes } of await picturesOf(subject)) {
        const limit = formatOf(bytes) === 'svg' ? 2_000_000 : 10_000_000
        assert.ok(bytes.length <= limit, `For ${what} it answered with ${bytes.length} bytes`)
        const { width, height } = dimensionsOf(bytes) ?? { width: 0, height: 0 }
        assert.ok(width * height <= 25_000_000, `For ${what} it answered with ${width} x ${height} pixels`)
      }
    },
  },
  {
    name: 'draws square images, large enough for the size asked for',
    why: 'Directories show squares: all else is cropped, and a smaller image is blurred.',
    async check(subject) {
      await withGenerator(subject, async ({ ask, people, contribution }) => {
        for (const size of [16, 512, 1024]) {
          for (const person of people) {
            const image = await ask(person, { size })
            if (image && contribution.produces === 'artwork') assertSize(image, size, person)
          }
        }
      })
    },
  },
]

function isImage(answer: unknown): boolean {
  const { bytes, label } = (answer ?? {}) as Partial<GeneratorImage>
  return bytes instanceof Uint8Array && bytes.length > 0 && ['string', 'undefined'].includes(typeof label)
}

async function svgsOf(
  subject: GeneratorUnderTest,
): Promise<{ what: string; bytes: Uint8Array; elements: SvgElement[] }[]> {
  const pictures = await picturesOf(subject)
  return pictures
    .filter(({ bytes }) => formatOf(bytes) === 'svg')
    .map(({ what, bytes }) => ({ what, bytes, elements: elementsOf(bytes) }))
}

/** None where the SVG cannot be read, which is another rule's matter. */
function elementsOf(bytes: Uint8Array): SvgElement[] {
  try {
    return readSvg(bytes)
  } catch {
    return []
  }
}

function assertSize({ bytes }: GeneratorImage, size: number, person: GeneratorPerson): void {
  const what = `for ${JSON.stringify(person)} at ${size} px`
  if (formatOf(bytes) === 'svg') {
    const root = elementsOf(bytes).find(({ name }) => name === 'svg')
    if (root) assertSvgSize(root, size, what)
    return
  }
  const found = dimensionsOf(bytes)
  if (!found) return
  assert.equal(found.width, found.height, `It is not square ${what}`)
  assert.ok(found.width >= size, `It is only ${found.width} px wide ${what}`)
}

/** An SVG with a square viewBox fits any size; one without has to be as large as was asked. */
function assertSvgSize({ attributes }: SvgElement, size: number, what: string): void {
  const box = attributes.viewBox
    ?.trim()
    .split(/[\s,]+/)
    .map(Number)
  const [width, height] = [attributes.width, attributes.height].map(pixels)
  assert.equal(width, height, `Its width is not its height ${what}`)
  if (box) assert.equal(box[2], box[3], `Its viewBox is not square ${what}`)
  else assert.equal(width, size, `It has no viewBox, and is not as wide as asked ${what}`)
}

function pixels(length: string | undefined): number | undefined {
  const found = /^\s*([\d.]+)(?:px)?\s*$/.exec(length ?? '')
  return found ? Number(found[1]) : undefined
}
