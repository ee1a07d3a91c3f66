import path from 'node:path'
import type { Directory } from '@avatarctl/sdk'
import { messageOf } from '../errors.ts'
import { mustBeAdmitted, originsAmong } from '../network/admitted-hosts.ts'
import { closedFetch } from '../network/closed-fetch.ts'
import type { WatchedPace } from '../network/pace.ts'
import { wholeDirectoryFailure } from '../operations/failure.ts'
import type { FoundDirectory } from '../plugins/find-directory.ts'
import type { PluginHosts } from '../plugins/host/plugin-hosts.ts'
import { withAdvice } from './lacking-secrets.ts'
import type { Surroundings } from './surroundings.ts'

/** A directory, and how much was asked of it. */
export interface OpenedDirectory {
  directory: Directory
  /** The id of its contribution. */
  type: string
  pace: WatchedPace
  close(): Promise<void>
}

/** Where a directory keeps what it needs between runs. */
export function stateFolderOf(dataFolder: string, id: string): string {
  return path.join(dataFolder, 'directories', id)
}

/**
 * Opens the directory that was named, or the one that the environment describes. What a service allows in a minute is
 * remembered for the next command, but for a dry run, which writes nothing at all.
 */
export function directoryOpener(
  surroundings: Surroundings,
  hosts: () => Promise<PluginHosts>,
  find: (address: string) => Promise<FoundDirectory>,
) {
  const { version, dataFolder, cacheFolder, signal, warn, waiting } = surroundings

  async function fetchFor(origins: readonly string[]): Promise<typeof globalThis.fetch> {
    if (origins.length === 0) return closedFetch
    const { directoryFetch } = await import('../network/directory-fetch.ts')
    const userAgent = `avatarctl/${version} (node ${process.version})`
    // Not the user's wish to stop: what was begun is finished, and only what waits for its turn is given up.
    return directoryFetch({ origins, userAgent, signal: new AbortController().signal })
  }

  return async (address: string, { dryRun }: { dryRun: boolean }): Promise<OpenedDirectory> => {
    const [{ activateDirectory }, { resolveOptions }] = await Promise.all([
      import('../plugins/activate.ts'),
      import('../plugins/options.ts'),
    ])
    const [{ makePace }, { paceFile }, { patiently }, { allowance, timeLeft }] = await Promise.all([
      import('../network/pace.ts'),
      import('../network/pace-file.ts'),
      import('../network/retrying-reads.ts'),
      import('../network/allowance.ts'),
    ])
    const found = await find(address)
    const { contribution, values, secrets: kept } = found
    const { id, title, origin, hosts: declared = [], rateLimits = {} } = contribution
    const options = await resolveOptions(contribution, values)
    const plugin = await activateDirectory(id, origin, options, hosts)
    // Whoever keeps their data apart, to try something out, keeps this apart as well.
    const file = paceFile(path.join(cacheFolder, 'pace'), { id, options, dataFolder })
    const pace = makePace({
      groups: rateLimits,
      memory: await file.load(),
      stop: signal,
      onWait: (state) =>
        waiting({
          reason: allowance(title, state, rateLimits[state.group]?.requests),
          ms: state.waitMs,
          perPhoto: rateLimits[state.group]?.perPhoto ?? false,
          left: (count) => timeLeft(pace.state().find(({ group }) => group === state.group) ?? state, count),
        }),
    })
    const noted = dryRun || Object.keys(rateLimits).length === 0 ? undefined : file.keep(pace)
    try {
      const origins = plugin.origins?.(options) ?? []
      // The hosts of a manifest are what the user has said yes to; ours were looked at when they were built.
      if (!origin.bundled)
        mustBeAdmitted(origins, {
          what: id,
          hosts: declared,
          userOrigins: originsAmong(Object.values(values)),
        })
      const fetch = await fetchFor(origins)
      const stateFolder = stateFolderOf(dataFolder, id)
      const secrets = Object.fromEntries(Object.entries(kept).map(([name, one]) => [name, one.reveal()]))
      const context = { options, secrets, fetch, pace, signal, stateFolder, warn }
      let tellOnce: ((error: unknown) => void) | undefined = (error) => {
        warn(`${messageOf(error)}. Trying again.`)
        tellOnce = undefined
      }
      const directory = await patiently(signal, () => plugin.open(context), {
        // Nobody has seen anything happen yet, and a wrong address is not worth a long wait.
        firstMs: 500,
        onFailure: (error) => tellOnce?.(error),
      })
      return {
        directory,
        type: id,
        pace,
        async close() {
          await directory.close?.()
          await noted?.[Symbol.asyncDispose]()
        },
      }
    } catch (error) {
      await noted?.[Symbol.asyncDispose]()
      throw withAdvice(wholeDirectoryFailure(error), found)
    }
  }
}
