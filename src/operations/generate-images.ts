import { createHash } from 'node:crypto'
import type { Person } from '@avatarctl/sdk'
import { pMapIterable } from 'p-map'
import type { Chain, Darkroom, Output, Progress } from '../ports.ts'
import { type Made, noSvg } from '../records.ts'
import { describeFailure, usable } from './failure.ts'
import { displayName, excludes, selects, type Selection } from './select-people.ts'

export type FileFormat = 'png' | 'jpeg' | 'svg'

export interface GenerateParts {
  chain: Chain
  darkroom: Darkroom
  output: Output
  progress: Progress
  signal: AbortSignal
  /** Lists all people once more; undefined where that cannot be done. */
  everybody?: (() => AsyncIterable<Person>) | undefined
}

export interface GenerateWish {
  selection: Selection
  /** Also people who have a photo. */
  all: boolean
  format: FileFormat
  size: number
  /** The share I of N of all people, by their id: the shares of several machines never overlap. */
  shard?: { index: number; count: number }
  concurrency: number
}

/** Makes an image for each person and puts it into a folder, in the order of the people; uploads nothing. */
export async function* generateImages(
  parts: GenerateParts,
  people: AsyncIterable<Person>,
  wish: GenerateWish,
): AsyncIterable<Made> {
  const { progress, signal } = parts
  const wanted = selects(wish.selection)
  const isExcluded = excludes(wish.selection)
  progress.phase('Making images')
  async function* chosen() {
    for await (const person of people) {
      if (signal.aborted) return
      if (!wanted(person) || isExcluded(person) || !inShard(person, wish.shard)) continue
      if (wish.all || person.photo.state !== 'present') yield person
    }
  }
  for await (const made of pMapIterable(chosen(), (person) => makeOne(parts, person, wish), wish)) {
    progress.step()
    yield made
  }
  signal.throwIfAborted()
}

async function makeOne(parts: GenerateParts, person: Person, { size, format }: GenerateWish): Promise<Made> {
  const { chain, darkroom, output, signal, everybody } = parts
  const answer = await chain.ask(person, { size, signal, everybody })
  if (answer.kind === 'failed') {
    const error = { code: 'generator-failed', message: answer.message }
    return { person, failure: { generator: answer.generator, error } }
  }
  if (answer.kind !== 'image')
    return { person, ...(answer.kind === 'none' && answer.passed && { passed: answer.passed }) }
  const { generator, label = null, credit = null, produces, revision, fingerprint } = answer
  if (format === 'svg' && (await darkroom.inspect(answer.bytes))?.mediaType !== 'image/svg+xml') {
    const message = `${generator} makes pixels and no SVG; ask for --format png or jpeg`
    return { person, failure: { generator, error: { code: noSvg, message } } }
  }
  const stamp = { generator, revision, fingerprint, ...(credit === null ? {} : { credit }) }
  let image
  try {
    image = await usable(generator, darkroom.print(answer.bytes, { size, format, produces, stamp }))
  } catch (error) {
    return { person, failure: { generator, error: describeFailure(error) } }
  }
  const path = await output.write(person.id, image)
  const { mediaType, width, height, bytes } = image
  const sha256 = darkroom.hash(bytes)
  const whose = { id: person.id, name: displayName(person) || null }
  const file = {
    person: whose,
    generator,
    label,
    credit,
    path,
    mediaType,
    width,
    height,
    bytes: bytes.length,
    sha256,
    ...(answer.failures && { failures: answer.failures }),
    ...(answer.passed && { passed: answer.passed }),
  }
  return { person, file, image: bytes }
}

function inShard(person: Person, shard: GenerateWish['shard']): boolean {
  if (!shard) return true
  return createHash('sha256').update(person.id).digest().readUInt32BE(0) % shard.count === shard.index - 1
}
