import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { AppError, messageOf } from '../../errors.ts'

/** More than any package.json that makes sense. */
const maxManifestBytes = 1_000_000

/** The SHA-512 of a file as npm writes it. */
export async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512')
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer)
  return `sha512-${hash.digest('base64')}`
}

/**
 * The package.json in a tarball, from which nothing else is unpacked. Of several the last one counts, as when npm unpacks
 * it. `about` names the package in errors. Throws `AppError`.
 */
export async function manifestIn(file: string, about: string): Promise<Record<string, unknown>> {
  const { list } = await import('tar')
  let found: Buffer[] = []
  let bytes = 0
  try {
    await list({
      file,
      strict: true,
      filter: (name) => /^[^/]+\/package\.json$/.test(name),
      onReadEntry(entry) {
        found = []
        bytes = 0
        entry.on('data', (piece) => {
          bytes += piece.length
          if (bytes <= maxManifestBytes) found.push(piece)
        })
      },
    })
    if (found.length === 0) throw new Error('there is no package.json in it')
    if (bytes > maxManifestBytes) throw new Error('its package.json is larger than a megabyte')
    const manifest: unknown = JSON.parse(Buffer.concat(found).toString('utf8'))
    if (typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest))
      return manifest as Record<string, unknown>
    throw new Error('its package.json is no object')
  } catch (error) {
    throw new AppError('plugin', `${about} cannot be read as a package: ${messageOf(error)}`, {
      hint: 'Nothing was installed. A package’s tarball is what `npm pack` makes.',
      cause: error,
    })
  }
}
