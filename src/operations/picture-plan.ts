import { pMapIterable } from 'p-map'
import type { Album, DirectoryReader, Progress } from '../ports.ts'
import type { Change } from '../records.ts'
import { isDue } from './apply.ts'

export interface PlannedPictures {
  reader: Pick<DirectoryReader, 'readPhoto'>
  concurrency: number
  /** The bytes that would go out; null where a photo would be taken away. */
  draw(change: Change): Promise<Uint8Array | null>
}

/**
 * Shows an album what a plan would do: what stands there now, and what would take its place. Only those who would be
 * changed are looked at, as each look counts against the directory's limits. Answers with the changes, in their order,
 * each once it was shown; nothing is written, and what cannot be shown stops nobody.
 */
export async function* picturePlan(
  parts: PlannedPictures & { album: Album; progress: Progress; signal: AbortSignal },
  changes: readonly Change[],
): AsyncIterable<Change> {
  const { reader, album, progress, signal, concurrency } = parts
  progress.phase('Drawing the pictures of the report', changes.filter(isDue).length)

  async function show(change: Change): Promise<Change> {
    if (!isDue(change)) return change
    const { person, before } = change
    const look = async () => {
      if (before.state === 'missing') return
      const found = await reader.readPhoto(person, signal)
      if (found.state === 'present') await album.keep(person.id, 'before', found.bytes)
    }
    const foresee = async () => {
      const bytes = await parts.draw(change)
      if (bytes) await album.keep(person.id, 'after', bytes)
    }
    // One is shown without the other; the run itself would say what is wrong.
    await look().catch(() => undefined)
    await foresee().catch(() => undefined)
    signal.throwIfAborted()
    progress.step()
    return change
  }

  yield* pMapIterable(changes, show, { concurrency })
}
