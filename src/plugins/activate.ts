import { pathToFileURL } from 'node:url'
import type { DirectoryPlugin, Generator, Options } from '@avatarctl/sdk'
import { AppError, messageOf } from '../errors.ts'
import type { ContributionOrigin } from './contributions.ts'
import type { PluginHosts } from './host/plugin-hosts.ts'
import { mustBeSealed } from './installed/file-list.ts'

/**
 * A generator, ready to be opened. Of a bundled plugin the module is imported: the first moment at which any of its
 * code runs. Any other is stood for by an object here, and runs in a process of its own from its first question on.
 */
export async function activateGenerator(
  id: string,
  origin: ContributionOrigin,
  hosts: () => Promise<PluginHosts>,
  options: Options = {},
): Promise<Generator> {
  await mustBeSealed(origin.seal)
  if (!origin.bundled) return (await hosts()).generator(id, origin, options)
  const generator = await load(id, origin)
  if (!hasFunction<Generator>(generator, 'generate'))
    throw broken(id, origin, 'its module has no generator as its default export')
  return generator
}

/** A directory, ready to be opened with these options: imported, or in a process of its own, as generators are. */
export async function activateDirectory(
  id: string,
  origin: ContributionOrigin,
  options: Options,
  hosts: () => Promise<PluginHosts>,
): Promise<DirectoryPlugin> {
  await mustBeSealed(origin.seal)
  if (!origin.bundled) return (await hosts()).directory(id, origin, options)
  const directory = await load(id, origin)
  if (!hasFunction<DirectoryPlugin>(directory, 'open'))
    throw broken(id, origin, 'its module has no directory as its default export')
  return directory
}

async function load(id: string, origin: ContributionOrigin): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(origin.modulePath).href)) as { default?: unknown }
    return module.default
  } catch (error) {
    throw broken(id, origin, messageOf(error), error)
  }
}

function hasFunction<T>(value: unknown, name: keyof T & string): value is T {
  return typeof (value as Record<string, unknown> | null | undefined)?.[name] === 'function'
}

function broken(id: string, origin: ContributionOrigin, what: string, cause?: unknown): AppError {
  return new AppError(
    'plugin',
    `${id} of the plugin ${origin.plugin} ${origin.version} cannot be loaded: ${what}`,
    {
      hint: 'Install the plugin again, or choose another generator or directory.',
      cause,
    },
  )
}
