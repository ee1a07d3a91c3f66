import type { Observation, Probe } from '../operations/diagnose.ts'
import type { Contributions } from '../plugins/contributions.ts'
import type { SharedParts } from './shared-parts.ts'

/** Whether the secrets are there that generators need; nothing is said where none needs any. Nobody is asked. */
export function generatorProbe(
  contributed: () => Promise<Contributions>,
  { secretsOf }: SharedParts['generators'],
): Probe {
  return {
    ...{ area: 'plugins', subject: 'secrets of generators' },
    async look() {
      const { mustHaveAll } = await import('../plugins/generator-inputs.ts')
      const { generators } = await contributed()
      const seen: Observation[] = []
      for (const generator of generators.filter(({ secrets = [] }) => secrets.length > 0)) {
        const { id, secrets = [] } = generator
        try {
          mustHaveAll(generator, await secretsOf(generator))
          seen.push({ severity: 'ok', message: `${id} has ${secrets.join(', ')}` })
        } catch (error) {
          const { message, hint = '' } = error as { message: string; hint?: string }
          seen.push({ severity: 'warning', message, hint })
        }
      }
      return seen
    },
  }
}
