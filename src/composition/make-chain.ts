import type { GeneratorContribution } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import { type ChainLink, makeChain, type OnFailure, parseChain } from '../generators/chain.ts'
import { groupedChain } from '../generators/grouped-chain.ts'
import { conditionsFrom, meetsAll } from '../operations/select-people.ts'
import type { Contributed, Contributions } from '../plugins/contributions.ts'
import type { PluginHosts } from '../plugins/host/plugin-hosts.ts'
import type { Chain, Darkroom } from '../ports.ts'
import type { GivenOption } from '../records.ts'
import { mergedOptions } from '../settings/preferences.ts'
import type { GeneratorOptions, Preferences } from '../settings/settings.ts'
import { generatorFetch } from './generator-fetch.ts'
import type { Surroundings } from './surroundings.ts'

/** Which generators are asked, in words of the user's. */
export interface ChainWish {
  /** `a,b`, as a flag or the environment names it; it goes before every group of the settings. */
  generator?: string | undefined
  options: readonly GivenOption[]
  preferences: Preferences
  onFailure?: OnFailure
  /** What generators are answered is not kept. */
  dryRun: boolean
}

export interface ChainParts {
  contributed(): Promise<Contributions>
  generator(id: string, how: { dryRun: boolean }): Promise<Contributed<GeneratorContribution>>
  hosts(): Promise<PluginHosts>
  darkroom(): Promise<Darkroom>
}

/** Makes chains of generators, in the settings' groups where there are any. */
export function chainMaker(surroundings: Surroundings, parts: ChainParts) {
  /** Nobody is left without an avatar because no letters can be drawn for their name. */
  async function defaultChain(): Promise<string> {
    const { generators } = await parts.contributed()
    const there = ['initials', 'identicon'].filter((id) => generators.some((one) => one.id === id))
    return there.join(',') || 'initials'
  }

  async function oneChain(
    ids: readonly string[],
    options: Readonly<Record<string, GeneratorOptions>>,
    { dryRun, onFailure = 'skip' }: Pick<ChainWish, 'dryRun' | 'onFailure'>,
  ): Promise<Chain> {
    const { resolveOptions } = await import('../plugins/options.ts')
    const { chosenLicence } = await import('../plugins/option-choices.ts')
    const { activateGenerator } = await import('../plugins/activate.ts')
    const network = generatorFetch(surroundings, { dryRun })
    const links: ChainLink[] = []
    for (const id of ids) {
      const contribution = await parts.generator(id, { dryRun })
      const own = options[id] ?? {}
      const resolved = await resolveOptions(contribution, own)
      const set = Object.keys(own).map((name) => resolved[name])
      links.push({
        generator: contribution,
        options: resolved,
        credit: chosenLicence(contribution, resolved).credit,
        fetch: await network.fetchFor(contribution, set),
        activate: () => activateGenerator(id, contribution.origin, parts.hosts),
      })
    }
    const stamp = { generator: '', revision: 0, fingerprint: '' }
    return makeChain(links, {
      ...{ signal: surroundings.signal, onFailure, close: network.close },
      // Small, as it is thrown away; every byte of it is decoded all the same.
      mustBeUsable: async (bytes, produces) =>
        (await parts.darkroom()).print(bytes, { size: 32, format: 'png', produces, stamp }),
    })
  }

  return async (wish: ChainWish): Promise<Chain> => {
    const { preferences, options } = wish
    const given = givenByGenerator(options)
    const text = wish.generator ?? preferences.generator ?? (await defaultChain())
    const ids = parseChain(text)
    const groups = wish.generator === undefined ? preferences.groups : []
    const idsOf = (group: Preferences['groups'][number]) =>
      group.generator === undefined ? ids : parseChain(group.generator)
    mustBeAsked(options, [ids, ...groups.map(idsOf)], text)
    const others = await oneChain(ids, mergedOptions(preferences.generatorOptions, given), wish)
    const chains = []
    for (const group of groups) {
      const own = mergedOptions(mergedOptions(preferences.generatorOptions, group.generatorOptions), given)
      chains.push({
        isFor: meetsAll(conditionsFrom(group.where)),
        chain: await oneChain(idsOf(group), own, wish),
      })
    }
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
function mustBeAsked(options: readonly GivenOption[], chains: readonly string[][], text: string): void {
  const stray = options.find(({ contribution }) => !chains.some((ids) => ids.includes(contribution)))
  if (!stray) return
  throw new AppError(
    'wrong-use',
    `--option ${stray.contribution}.${stray.name} is for a generator that is not in the chain ${text}`,
  )
}
