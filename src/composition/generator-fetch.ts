import type { GeneratorContribution, PluginFetch } from '@avatarctl/sdk'
import { originsAmong } from '../network/admitted-hosts.ts'
import { closedFetch } from '../network/closed-fetch.ts'
import type { GuardedNetwork } from '../network/guarded-fetch.ts'
import type { Surroundings } from './surroundings.ts'

/** What one chain asks through. */
export interface ChainNetwork {
  /** `given`: the values of options that the user set, defaults of the plugin's left out: it would admit itself. */
  fetchFor(
    generator: Pick<GeneratorContribution, 'id' | 'hosts' | 'requestsPerSecond'>,
    given: readonly unknown[],
  ): Promise<PluginFetch>
  close(): Promise<void>
}

/**
 * Hands each generator its `fetch`. What asks nobody gets one that reaches nobody, and nothing is loaded for it. However
 * many chains there are, a host is asked by all of them together no more often than it wants to be. A dry run looks into
 * the cache of answers, and adds nothing to it.
 */
export function generatorNetwork({
  version,
  cacheFolder,
}: Pick<Surroundings, 'version' | 'cacheFolder'>): (how: { dryRun: boolean }) => ChainNetwork {
  const shared = new Map<boolean, { network: Promise<GuardedNetwork>; users: number }>()

  async function make(dryRun: boolean): Promise<GuardedNetwork> {
    const [{ makeGuardedNetwork }, { responsesIn }] = await Promise.all([
      import('../network/guarded-fetch.ts'),
      import('../network/response-cache.ts'),
    ])
    const userAgent = `avatarctl/${version}`
    return makeGuardedNetwork({ cacheFolder: responsesIn(cacheFolder), writesCache: !dryRun, userAgent })
  }

  return ({ dryRun }) => {
    let mine: { network: Promise<GuardedNetwork>; users: number } | undefined

    function join() {
      const joined = shared.get(dryRun) ?? { network: make(dryRun), users: 0 }
      shared.set(dryRun, joined)
      joined.users += 1
      return joined
    }

    return {
      async fetchFor({ id, hosts, requestsPerSecond }, given) {
        const userOrigins = originsAmong(given)
        if (hosts.length === 0 && userOrigins.length === 0) return closedFetch
        mine ??= join()
        return (await mine.network).fetchFor({ what: id, hosts, requestsPerSecond, userOrigins })
      },

      async close() {
        const left = mine
        mine = undefined
        if (!left || --left.users > 0) return
        if (shared.get(dryRun) === left) shared.delete(dryRun)
        await (await left.network).close()
      },
    }
  }
}
