import path from 'node:path'
import type { Report } from '../ports.ts'
import { pageAround, readPageParts } from './page-text.ts'
import { openPart, type PartSinks } from './report-part.ts'
import { openScratch, type Scratch } from './scratch.ts'
import { cannotWrite, mustBeOurs, replaceFile } from './target-file.ts'

export interface ReportSurroundings {
  /** Where the build has put what a page is made of. */
  page: string
  /** Of the tool. */
  version: string
  thumbnail(bytes: Uint8Array): Promise<Uint8Array>
}

/**
 * A page for people: one file that asks nobody for anything. Until it is finished everything goes into scratch files, so
 * that any number of people takes the memory of a few. Throws `AppError` where FILE is no place for it.
 */
export async function openReport(file: string, surroundings: ReportSurroundings): Promise<Report> {
  const place = path.resolve(file)
  await mustBeOurs(place)
  const parts: ReturnType<typeof openPart>[] = []
  const page = await readPageParts(surroundings.page)
  let failure: unknown
  let people: Scratch
  let faces: Scratch
  try {
    people = await openScratch(path.dirname(place))
    faces = await openScratch(path.dirname(place))
  } catch (error) {
    throw cannotWrite(place, error)
  }

  /** A run goes on when its report cannot be written; in the end that is told. */
  function into(scratch: Scratch) {
    let last: Promise<void> = Promise.resolve()
    return (text: string) =>
      (last = last
        .then(() => (failure === undefined ? scratch.write(text) : undefined))
        .catch((error: unknown) => void (failure ??= error)))
  }

  const sinks: PartSinks = { people: into(people), faces: into(faces), thumbnail: surroundings.thumbnail }

  return {
    part(name, command) {
      const part = openPart(parts.length, { name, command }, sinks)
      parts.push(part)
      return part
    },
    async finish() {
      if (!parts.some(({ facts }) => facts.begunAt !== undefined)) return null
      for (const part of parts) await part.flush()
      if (failure !== undefined) throw cannotWrite(place, failure)
      const facts = parts.map((part) => part.facts)
      const madeAt = new Date().toISOString()
      const [before, between, after] = pageAround(page, {
        version: surroundings.version,
        madeAt,
        parts: facts,
      })
      await replaceFile(place, async (handle) => {
        await handle.writeFile(before)
        await people.copyTo(handle)
        await handle.writeFile(between)
        await faces.copyTo(handle)
        await handle.writeFile(after)
      })
      return place
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([people[Symbol.asyncDispose](), faces[Symbol.asyncDispose]()])
    },
  }
}
