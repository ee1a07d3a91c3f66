import type { GeneratorContribution, PluginFetch } from '@avatarctl/sdk'
import { originsAmong } from '../network/admitted-hosts.ts'
import { closedFetch } from '../network/closed-fetch.ts'
import type { GuardedNetwork } from '../network/guarded-fetch.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Hands each generator its `fetch`. What asks nobody gets one that reaches nobody, and nothing is loaded for it. A dry
 * run looks into the cache of answers, and adds nothing to it.
 */
export function generatorFetch(
  { version, cacheFolder }: Pick<Surroundings, 'version' | 'cacheFolder'>,
  { dryRun }: { dryRun: boolean },
) {
  let network: GuardedNetwork | undefined

  return {
    /** `given`: the values of options that the user set, defaults of the plugin's left out: it would admit itself. */
    async fetchFor(
      { id, hosts, requestsPerSecond }: Pick<GeneratorContribution, 'id' | 'hosts' | 'requestsPerSecond'>,
      given: readonly unknown[],
    ): Promise<PluginFetch> {
      const userOrigins = originsAmong(given)
      if (hosts.length === 0 && userOrigins.length === 0) return closedFetch
      const [{ makeGuardedNetwork }, { responsesIn }] = await Promise.all([
        import('../network/guarded-fetch.ts'),
        import('../network/response-cache.ts'),
      ])
      network ??= makeGuardedNetwork({
        cacheFolder: responsesIn(cacheFolder),
        writesCache: !dryRun,
        userAgent: `avatarctl/${version}`,
      })
      return network.fetchFor({ what: id, hosts, requestsPerSecond, userOrigins })
    },

    async close(): Promise<void> {
      await network?.close()
    },
  }
}
