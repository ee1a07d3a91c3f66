import type { DirectoryIdentity, GeneratorContribution } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import { openFailure } from '../generators/open-failure.ts'
import type { SignInParts } from '../operations/sign-in.ts'
import type { SignedOut } from '../operations/sign-out.ts'
import type { Contributed } from '../plugins/contributions.ts'
import { revealed, type Secret } from '../secret.ts'
import { withAbsolutePaths } from './absolute-path.ts'
import { sessionLock } from './session-lock.ts'
import type { SharedParts } from './shared-parts.ts'
import type { SignInDesk } from './sign-in-desk.ts'
import type { Surroundings } from './surroundings.ts'

/** Keeping the secrets of generators, and taking them away. */
export function generatorSignIn(
  surroundings: Surroundings,
  {
    generator: find,
    generators,
    hosts,
    network,
    settings,
  }: Pick<SharedParts, 'generator' | 'generators' | 'hosts' | 'network' | 'settings'>,
) {
  const { configFolder, environment, signal } = surroundings

  async function partsFor(id: string): Promise<SignInParts> {
    const { generatorAccount } = await import('../credentials/generator-account.ts')
    const connection = generatorAccount(id)
    const alone = sessionLock(configFolder, connection, signal)
    return { connection, store: await generators.credentials(), alone, service: undefined }
  }

  /** Opens it with these secrets, the options of the settings and of the environment, and closes it. Throws `AppError`. */
  async function verify(
    contribution: Contributed<GeneratorContribution>,
    trial: Readonly<Record<string, Secret>>,
  ): Promise<DirectoryIdentity> {
    const { id, origin, hostOptions = [] } = contribution
    const [{ resolveOptions }, { activateGenerator }] = await Promise.all([
      import('../plugins/options.ts'),
      import('../plugins/activate.ts'),
    ])
    const settled = (await settings.settings()).generatorOptions[id] ?? {}
    const { options: own, secrets } = await generators.given(contribution, { settled, given: {}, trial })
    const given = withAbsolutePaths(contribution.options, own)
    const options = await resolveOptions(contribution, given).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
      const hint = `Set them in the settings, or in the environment; \`--no-verify\` keeps what was given as it is. ${error.hint ?? ''}`
      throw new AppError(error.code, error.message, { hint: hint.trim() })
    })
    const its = network({ dryRun: true })
    try {
      const opened = await activateGenerator(id, origin, hosts, options)
      const fetch = await its.fetchFor(contribution, Object.values(given))
      try {
        await opened.open?.({ options, secrets: revealed(secrets), fetch, signal })
      } finally {
        await opened.close?.()
      }
    } catch (error) {
      throw openFailure(id, error)
    } finally {
      await its.close()
    }
    return { service: id, account: hostOptions.map((name) => String(options[name])).join(', ') || 'secrets' }
  }

  return {
    /** A generator that takes secrets. Throws `AppError`. */
    async signInToGenerator(id: string): Promise<SignInDesk> {
      const { inputsFrom, variablesFor } = await import('../plugins/generator-inputs.ts')
      const contribution = await find(id)
      const { title, secrets: names = [] } = contribution
      if (names.length === 0)
        throw new AppError('wrong-use', `The generator ${id} takes no secrets, and needs no sign-in`)
      const fromEnvironment = inputsFrom(contribution, environment).secrets
      const known = await generators.secretsOf(contribution)
      const variables = Object.entries(contribution.environment ?? {})
      return {
        ...{ connection: id, title, ofUser: names, browser: undefined },
        secrets: names.map((name) => ({
          name,
          variables: variablesFor(contribution, name),
          known: fromEnvironment[name] ? 'environment' : known[name] ? 'kept' : undefined,
          setIn: variablesFor(contribution, name).find((variable) => environment[variable]),
        })),
        otherVariables: variables.filter(([, name]) => !names.includes(name)).map(([variable]) => variable),
        counter: async () => ({
          parts: await partsFor(id),
          land: () => Promise.reject(new Error('a generator has no sign-in through the browser')),
          verify: ({ secrets }) => verify(contribution, secrets),
          [Symbol.asyncDispose]: () => Promise.resolve(),
        }),
      }
    },

    /** Takes all secrets of a generator away, whether it is there or not. */
    async signOutOfGenerator(id: string): Promise<SignedOut> {
      const { signOut } = await import('../operations/sign-out.ts')
      return { ...(await signOut(await partsFor(id))), connection: id }
    },

    /** Generators that secrets are kept of. */
    async generatorsWithSecrets(): Promise<string[]> {
      const { generatorOf } = await import('../credentials/generator-account.ts')
      const { places } = await (await generators.credentials()).places()
      return Object.keys(places).flatMap((account) => generatorOf(account) ?? [])
    },
  }
}
