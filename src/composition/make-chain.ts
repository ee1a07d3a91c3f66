import { AppError, messageOf } from '../errors.ts'
import { type ChainLink, makeChain, type OnFailure, parseChain } from '../generators/chain.ts'
import type { Preference } from '../generators/preferred-photo.ts'
import { groupedChain } from '../generators/grouped-chain.ts'
import { conditionsFrom, meetsAll } from '../operations/select-people.ts'
import type { Chain, Darkroom } from '../ports.ts'
import type { GivenOption } from '../records.ts'
import { mergedOptions } from '../settings/preferences.ts'
import type { GeneratorOptions, Preferences } from '../settings/settings.ts'
import { wayToGenerator, wayToOptions } from '../settings/preferences.ts'
import type { Way } from '../settings/settings-document.ts'
import { withAbsolutePaths } from './absolute-path.ts'
import type { SharedParts } from './shared-parts.ts'
import type { Surroundings } from './surroundings.ts'

/** Which generators are asked, in words of the user's. */
export interface ChainWish {
  /** `a,b`, as a flag or the environment names it; it goes before every group of the settings. */
  generator?: string | undefined
  options: readonly GivenOption[]
  preferences: Preferences
  onFailure?: OnFailure
  prefer?: Preference
  /** What generators are answered is not kept. */
  dryRun: boolean
}

export interface ChainParts extends Pick<
  SharedParts,
  'contributed' | 'generator' | 'generators' | 'hosts' | 'network' | 'settings'
> {
  darkroom(): Promise<Darkroom>
}

/** One chain before it is made. */
interface Draft {
  ids: readonly string[]
  /** Where the settings name them; undefined where the user does, or nobody. */
  idsAt?: Way | undefined
  options: Readonly<Record<string, GeneratorOptions>>
  /** Where the settings have those of a generator. */
  optionsAt(id: string): Way
}

/** Makes chains of generators, in the settings' groups where there are any. */
export function chainMaker({ signal }: Pick<Surroundings, 'signal'>, parts: ChainParts) {
  const { placed } = parts.settings

  /** Nobody is left without an avatar because no letters can be drawn for their name. */
  async function defaultChain(): Promise<string> {
    const { generators } = await parts.contributed()
    const there = ['initials', 'identicon'].filter((id) => generators.some((one) => one.id === id))
    return there.join(',') || 'initials'
  }

  async function oneChain({ ids, idsAt, options, optionsAt }: Draft, wish: ChainWish): Promise<Chain> {
    const { dryRun, onFailure = 'skip', prefer = 'first' } = wish
    const { resolveOptions } = await import('../plugins/options.ts')
    const { chosenLicence } = await import('../plugins/option-choices.ts')
    const { activateGenerator } = await import('../plugins/activate.ts')
    const network = parts.network({ dryRun })
    const links: ChainLink[] = []
    for (const id of ids) {
      const contribution = await parts.generator(id, { dryRun }).catch(async (error: unknown) => {
        throw idsAt ? await placed(error, idsAt) : error
      })
      const isOwn = ({ contribution: of }: GivenOption) => of === id
      const given = Object.fromEntries(wish.options.filter(isOwn).map(({ name, value }) => [name, value]))
      const inputs = await parts.generators.given(contribution, { settled: options[id] ?? {}, given })
      const own = withAbsolutePaths(contribution.options, inputs.options)
      const resolved = await resolveOptions(contribution, own).catch(async (error: unknown) => {
        // What was given here and now is blamed first.
        const isGiven = nameIn(error, Object.keys(given)) !== undefined
        const variable = inputs.variables[nameIn(error, Object.keys(inputs.variables)) ?? '']
        if (!isGiven && variable !== undefined && error instanceof AppError)
          throw new AppError(error.code, `${error.message} (${variable})`, { hint: error.hint })
        const name = nameIn(error, Object.keys(own))
        throw isGiven ? error : await placed(error, [...optionsAt(id), ...(name === undefined ? [] : [name])])
      })
      const set = Object.keys(own).map((name) => resolved[name])
      links.push({
        generator: contribution,
        options: resolved,
        secrets: inputs.secrets,
        credit: chosenLicence(contribution, resolved).credit,
        fetch: await network.fetchFor(contribution, set),
        activate: () => activateGenerator(id, contribution.origin, parts.hosts, resolved),
      })
    }
    const stamp = { generator: '', revision: 0, fingerprint: '' }
    return makeChain(links, {
      ...{ signal, onFailure, prefer, close: () => network.close() },
      sideOf: async (bytes) => {
        const facts = await (await parts.darkroom()).inspect(bytes)
        return facts ? Math.min(facts.width, facts.height) : 0
      },
      // Small, as it is thrown away; every byte of it is decoded all the same.
      mustBeUsable: async (bytes, produces) =>
        (await parts.darkroom()).print(bytes, { size: 32, format: 'png', produces, stamp }),
    })
  }

  async function chainOf(text: string, at: Way | undefined): Promise<string[]> {
    try {
      return parseChain(text)
    } catch (error) {
      throw at ? await placed(error, at) : error
    }
  }

  return async (wish: ChainWish): Promise<Chain> => {
    const { preferences, options } = wish
    const given = givenByGenerator(options)
    const { generatorOptions: everybodys, of } = preferences
    const settings = await parts.settings.settings()
    const text = wish.generator ?? preferences.generator ?? (await defaultChain())
    const isNamedHere = wish.generator !== undefined || preferences.generator === undefined
    const idsAt = isNamedHere ? undefined : wayToGenerator(settings, of)
    const rest: Draft = {
      ...{ ids: await chainOf(text, idsAt), idsAt },
      options: mergedOptions(everybodys, given),
      optionsAt: (id) => wayToOptions(settings, of, id),
    }
    const groups = []
    for (const { where, generator, generatorOptions: own, way } of wish.generator === undefined
      ? preferences.groups
      : []) {
      const at = [...way, 'generator']
      const theirs = generator === undefined ? rest : { ids: await chainOf(generator, at), idsAt: at }
      const draft: Draft = {
        ...{ ids: theirs.ids, idsAt: theirs.idsAt },
        options: mergedOptions(mergedOptions(everybodys, own), given),
        optionsAt: (id) => (own[id] === undefined ? rest.optionsAt(id) : [...way, 'generatorOptions', id]),
      }
      groups.push({ isFor: meetsAll(conditionsFrom(where)), draft })
    }
    mustBeAsked(options, [rest, ...groups.map(({ draft }) => draft)], text)
    const chains = []
    for (const { isFor, draft } of groups) chains.push({ isFor, chain: await oneChain(draft, wish) })
    const others = await oneChain(rest, wish)
    return chains.length === 0 ? others : groupedChain(chains, others)
  }
}

function givenByGenerator(options: readonly GivenOption[]): Record<string, GeneratorOptions> {
  return options.reduce<Record<string, GeneratorOptions>>(
    (all, { contribution, name, value }) => mergedOptions(all, { [contribution]: { [name]: value } }),
    {},
  )
}

/** An option on the command line is meant for somebody; in the settings it may wait for its generator. */
function mustBeAsked(options: readonly GivenOption[], drafts: readonly Draft[], text: string): void {
  const stray = options.find(({ contribution }) => !drafts.some(({ ids }) => ids.includes(contribution)))
  if (!stray) return
  throw new AppError(
    'wrong-use',
    `--option ${stray.contribution}.${stray.name} is for a generator that is not in the chain ${text}`,
  )
}

/** The option that a failure is about, by the words of its message. */
function nameIn(error: unknown, names: readonly string[]): string | undefined {
  const message = messageOf(error)
  return names.find(
    (name) => message.includes(`"${name}"`) || new RegExp(`\\.${escaped(name)}\\b`).test(message),
  )
}

const escaped = (name: string) => name.replaceAll(/[^\w]/g, '\\$&')
