import { AppError } from '../errors.ts'
import type { ExportFolder, Progress, VaultReader } from '../ports.ts'
import type { Failure, VaultEntry } from '../records.ts'

/** One original that was written to the folder, or could not be. */
export interface Exported {
  entry: VaultEntry
  /** Below the folder. */
  path: string | null
  error: Failure | null
}

/**
 * Writes originals that somebody chose to a folder that people can look through; our own drawings, and originals that
 * were given up, are passed over. A damaged one is named, and the others go on.
 */
export async function exportOriginals(
  parts: {
    vault: VaultReader
    folder: ExportFolder
    progress: Progress
    signal: AbortSignal
    /** What the table of the folder says of one. */
    row(entry: VaultEntry, path: string): string
    onExported(exported: Exported): void
  },
  isMeant: (entry: VaultEntry) => boolean,
): Promise<{ files: number; damaged: number; index: string }> {
  const { vault, folder, progress, signal, onExported } = parts
  const written = new Set<string>()
  const listed = new Set<string>()
  const damaged = new Set<string>()
  progress.phase('Copying originals')
  for (const entry of vault.originals()) {
    signal.throwIfAborted()
    const { sha256, own, prunedAt } = entry
    if (sha256 === null || own !== null || prunedAt !== null || !isMeant(entry)) continue
    progress.step()
    try {
      const path = await folder.write(entry, await vault.read(sha256))
      written.add(path)
      // The same photo of a person may have been stored several times.
      const whose = JSON.stringify([path, entry.directory, entry.person])
      if (listed.has(whose)) continue
      listed.add(whose)
      folder.list(parts.row(entry, path))
      onExported({ entry, path, error: null })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'vault-damaged') throw error
      if (damaged.has(sha256)) continue
      damaged.add(sha256)
      onExported({ entry, path: null, error: { code: error.code, message: error.message } })
    }
  }
  const index = await folder.finish()
  return { files: written.size, damaged: damaged.size, index }
}
