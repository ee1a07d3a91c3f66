import os from 'node:os'
import path from 'node:path'
import type { OptionsSchema } from '@avatarctl/sdk'

/** A path in full, as it means the same from every folder and in every process. */
export function absolutePath(file: string): string {
  if (file === '') return file
  return path.resolve(file.replace(/^~(?=$|[\\/])/, os.homedir()))
}

/** Options, those that are paths in full. */
export function withAbsolutePaths<T>(
  schema: OptionsSchema | undefined,
  options: Readonly<Record<string, T>>,
): Record<string, T | string> {
  const properties = (schema?.['properties'] ?? {}) as Record<string, { format?: unknown }>
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      const isPath = Object.hasOwn(properties, name) && properties[name]?.format === 'path'
      return [name, isPath && typeof value === 'string' ? absolutePath(value) : value]
    }),
  )
}
