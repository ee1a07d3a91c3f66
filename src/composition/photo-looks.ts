import type { DirectoryReader, LedgerReader, PhotoHashes } from '../ports.ts'
import type { Preferences } from '../settings/settings.ts'

/** What is needed to tell placeholders from photos. */
export interface PhotoLook {
  parts: { placeholders: ReadonlySet<string>; photoHashes: PhotoHashes | undefined }
  /** The same reader; once it has listed everybody, whoever is not among them is forgotten. */
  remembering(reader: DirectoryReader): DirectoryReader
  close(): void
}

/** Opens what is remembered of photos, where the settings have placeholders or hashes are asked for, and nowhere else. */
export function photoLooks(vault: string, preferences: (address: string) => Promise<Preferences>) {
  return async ({
    address,
    key,
    ledger,
    dryRun,
    hashes = false,
  }: {
    address: string
    /** The directory as the vault names it. */
    key: string
    ledger: LedgerReader
    dryRun: boolean
    hashes?: boolean
  }): Promise<PhotoLook> => {
    const placeholders = new Set((await preferences(address)).placeholders)
    if (placeholders.size === 0 && !hashes)
      return {
        parts: { placeholders, photoHashes: undefined },
        remembering: (reader) => reader,
        close: () => undefined,
      }
    const { openPhotoHashes } = await import('../vault/photo-hashes.ts')
    const photoHashes = await openPhotoHashes({ vault, directory: key, ledger, writes: !dryRun })
    return {
      parts: { placeholders, photoHashes },
      remembering: (reader) => ({
        ...reader,
        async *people(query) {
          const there = new Set<string>()
          for await (const person of reader.people(query)) {
            there.add(person.id)
            yield person
          }
          photoHashes.keepOnly(there)
        },
      }),
      close: () => photoHashes.close(),
    }
  }
}
