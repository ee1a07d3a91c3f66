import type { GeneratorContribution } from '@avatarctl/sdk'
import type { Contributed } from '../plugins/contributions.ts'
import type { CredentialStore } from '../ports.ts'
import type { GeneratorOptions, Settings } from '../settings/settings.ts'
import type { Secret } from '../secret.ts'
import { keptSecrets } from './kept-secrets.ts'
import type { Surroundings } from './surroundings.ts'

/** What a generator is opened with, before its options are checked. */
export interface GeneratorGiven {
  options: GeneratorOptions
  /** The variable that an option is from, where it is from one. */
  variables: Readonly<Record<string, string>>
  secrets: Record<string, Secret>
}

/** Secrets that somebody wants to try, in place of what there is. */
type Trial = Readonly<Record<string, Secret>>

/** Gathers what generators are opened with: from flags, the environment, the settings, and where secrets are kept. */
export function generatorDesk(surroundings: Surroundings, settings: () => Promise<Settings>) {
  const credentials = (): Promise<CredentialStore> => keptSecrets(surroundings, settings)

  /** The secrets of a generator: those of the environment go before those that are kept. */
  async function secretsOf(generator: Contributed<GeneratorContribution>): Promise<Record<string, Secret>> {
    const names = generator.secrets ?? []
    if (names.length === 0) return {}
    const { inputsFrom } = await import('../plugins/generator-inputs.ts')
    const { secrets } = inputsFrom(generator, surroundings.environment)
    if (names.every((name) => Object.hasOwn(secrets, name))) return secrets
    const { generatorAccount } = await import('../credentials/generator-account.ts')
    const kept = await (await credentials()).read(generatorAccount(generator.id))
    const own = Object.entries(kept).filter(([name]) => names.includes(name))
    return { ...Object.fromEntries(own), ...secrets }
  }

  return {
    credentials,
    secretsOf,

    /** `settled` are the settings' options, and `given` those of flags; the environment's stand in between. Throws `AppError`. */
    async given(
      generator: Contributed<GeneratorContribution>,
      { settled, given, trial = {} }: { settled: GeneratorOptions; given: GeneratorOptions; trial?: Trial },
    ): Promise<GeneratorGiven> {
      if (!generator.secrets && !generator.environment)
        return { options: { ...settled, ...given }, variables: {}, secrets: {} }
      const { inputsFrom, mustBeNoSecret, mustHaveAll, mustHaveOptions } =
        await import('../plugins/generator-inputs.ts')
      mustBeNoSecret(generator, { ...settled, ...given })
      const { options: described, variables } = inputsFrom(generator, surroundings.environment)
      const options = { ...settled, ...described, ...given }
      mustHaveOptions(generator, options)
      const secrets = { ...(await secretsOf(generator)), ...trial }
      mustHaveAll(generator, secrets)
      return { options, variables, secrets }
    },
  }
}
