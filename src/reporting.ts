import type { Composition } from './composition.ts'
import type { Report } from './ports.ts'
import type { Journal } from './terminal/journal.ts'
import type { JsonDocument } from './terminal/json-document.ts'

/**
 * Does the work of a command with a page for people, where one is asked for, and puts that page in its place however the
 * work ends: what was done is in it. A page that cannot be written is told of, and does not hide how the work ended.
 */
export async function reporting(
  how: {
    composition: Composition
    file: string | undefined
    /** What it is called in the command's JSON. */
    field: 'report' | 'gallery'
    document: JsonDocument
    journal: Journal
    say(line: string): void
  },
  work: (report: Report | undefined) => Promise<void>,
): Promise<void> {
  const { composition, file, field, document, journal, say } = how
  if (file === undefined) return await work(undefined)
  await using report = await composition.report(file)
  let ended: { thrown: unknown } | undefined
  try {
    await work(report)
  } catch (thrown) {
    ended = { thrown }
  }
  try {
    const place = await report.finish()
    if (place !== null) {
      if (document.begun && !document.ended) document.field(field, place)
      const line = `${field === 'report' ? 'Report' : 'Gallery'}: ${place}`
      if (journal.asJson) journal.info(line, { [field]: place })
      else say(line)
    }
  } catch (error) {
    if (!ended) throw error
    journal.error(error instanceof Error ? error.message : String(error))
  }
  if (ended) throw ended.thrown
}
