import type { ReportPart } from '../ports.ts'
import { changeEntry, type Entry, jsonFor, listedEntry } from './entry.ts'

/** So many people stand in one element of the page, and the faces of so many in another. */
const peopleInBlock = 500
const facesInBlock = 100

/** What the page says of a part before anybody of it. */
export interface PartFacts {
  name: string
  command: string
  directory?: string
  run?: string | null
  dryRun?: boolean
  /** ISO 8601, UTC. */
  begunAt?: string
  /** Sums, as the JSON of the command has them; null where it ended before its end. */
  summary: Readonly<Record<string, number>> | null
  /** How many people are listed in the page, by outcome or by state. */
  counts: Record<string, number>
  /** How many of them there are. */
  people: number
}

export interface PartSinks {
  /** Puts blocks of people and of faces where the page is made of. Never throws. */
  people(html: string): Promise<void>
  faces(html: string): Promise<void>
  /** Makes a picture small. Throws where it cannot be drawn. */
  thumbnail(bytes: Uint8Array): Promise<Uint8Array>
}

/** One directory's part of a page: everybody goes out in blocks, and only the faces that are on their way are kept. */
export function openPart(
  index: number,
  { name, command }: { name: string; command: string },
  sinks: PartSinks,
): ReportPart & { facts: PartFacts; flush(): Promise<void> } {
  const facts: PartFacts = { name, command, summary: null, counts: {}, people: 0 }
  const kept = new Map<string, { before?: string; after?: string }>()
  let people: Entry[] = []
  let faces: (string | 0)[][] = []
  let written: Promise<unknown> = Promise.resolve()

  function writePeople(): void {
    if (people.length === 0) return
    const block = `<script type="application/json" data-people="${index}">${jsonFor(people)}</script>\n`
    people = []
    written = Promise.all([written, sinks.people(block)])
  }

  function writeFaces(): void {
    if (faces.length === 0) return
    const number = Math.ceil(facts.people / facesInBlock) - 1
    const block = `<script type="application/json" id="faces-${index}-${number}">${JSON.stringify(faces)}</script>\n`
    faces = []
    written = Promise.all([written, sinks.faces(block)])
  }

  function add(entry: Entry, what: string, showsAfter: boolean): void {
    const { before, after } = kept.get(entry.id) ?? {}
    kept.delete(entry.id)
    facts.people += 1
    facts.counts[what] = (facts.counts[what] ?? 0) + 1
    people.push(entry)
    faces.push([before ?? 0, (showsAfter && after) || 0])
    if (people.length >= peopleInBlock) writePeople()
    if (faces.length >= facesInBlock) writeFaces()
  }

  return {
    facts,
    begin(header) {
      Object.assign(facts, header, { begunAt: new Date().toISOString() })
    },
    change(result) {
      // What was to be put up and was not is nobody's face.
      const isUp = result.outcome !== 'failed' && result.outcome !== 'skipped'
      add(changeEntry(result), result.outcome, isUp)
    },
    person(listed) {
      add(listedEntry(listed), listed.photo.owner ?? listed.photo.state, false)
    },
    end(summary) {
      facts.summary = summary ?? {}
    },
    async keep(person, side, bytes) {
      // A slow disk holds the next one up, not the memory.
      await written
      try {
        const small = Buffer.from(await sinks.thumbnail(bytes)).toString('base64')
        kept.set(person, { ...kept.get(person), [side]: small })
      } catch {
        // It is shown as one that cannot be drawn; the run does not depend on it.
      }
    },
    async flush() {
      writePeople()
      writeFaces()
      await written
    },
  }
}
