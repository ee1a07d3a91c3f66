import path from 'node:path'
import type { Options } from '@avatarctl/sdk'
import { mustBeAdmitted, originsAmong } from '../network/admitted-hosts.ts'
import { closedFetch } from '../network/closed-fetch.ts'
import type { WatchedPace } from '../network/pace.ts'
import type { FoundDirectory } from '../plugins/find-directory.ts'
import type { Surroundings } from './surroundings.ts'

/** How the service of a directory is asked: by whom it may be, and how fast. */
export interface ServiceAccess extends AsyncDisposable {
  pace: WatchedPace
  /** By how many milliseconds this machine's clock is ahead of the service's, as far as is known. */
  skew(): number | undefined
  /** A `fetch` that asks these origins and no others. Throws `AppError` where the user has not said yes to one. */
  fetchFor(origins: readonly string[], how?: { timeoutMs: number }): Promise<typeof globalThis.fetch>
}

/** What a service allows in a minute is remembered for the next command, but for a dry run, which writes nothing at all. */
export async function serviceAccess(
  surroundings: Surroundings,
  { contribution, values, connection }: Pick<FoundDirectory, 'contribution' | 'values' | 'connection'>,
  { options, dryRun }: { options: Options; dryRun: boolean },
): Promise<ServiceAccess> {
  const { version, dataFolder, cacheFolder, signal, waiting } = surroundings
  const { id, title, origin, hosts = [], rateLimits = {} } = contribution
  const [{ makePace }, { paceFile }, { allowance, timeLeft }] = await Promise.all([
    import('../network/pace.ts'),
    import('../network/pace-file.ts'),
    import('../network/allowance.ts'),
  ])
  // Whoever keeps their data apart, to try something out, keeps this apart as well.
  const file = paceFile(path.join(cacheFolder, 'pace'), { id, options, dataFolder, connection })
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

  let ahead: number | undefined

  return {
    pace,
    skew: () => ahead,

    async fetchFor(origins, how = { timeoutMs: 60_000 }) {
      // The hosts of a manifest are what the user has said yes to; ours were looked at when they were built.
      if (!origin.bundled)
        mustBeAdmitted(origins, { what: id, hosts, userOrigins: originsAmong(Object.values(values)) })
      if (origins.length === 0) return closedFetch
      const { directoryFetch } = await import('../network/directory-fetch.ts')
      const userAgent = `avatarctl/${version} (node ${process.version})`
      // Not the user's wish to stop: what was begun is finished, and only what waits for its turn is given up.
      const onTime = (theirs: number) => (ahead = Date.now() - theirs)
      return directoryFetch({ origins, userAgent, onTime, signal: new AbortController().signal, ...how })
    },

    async [Symbol.asyncDispose]() {
      await noted?.[Symbol.asyncDispose]()
    },
  }
}
