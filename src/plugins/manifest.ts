import type { DirectoryContribution, GeneratorContribution, PluginManifest } from '@avatarctl/sdk'
import schema from '@avatarctl/sdk/manifest.schema.json' with { type: 'json' }
import { checker } from './json-schema.ts'
import { choicesOf } from './option-choices.ts'

/** What a plugin's package.json says under `avatarctl`, held against the published schema. Throws with where and what. */
export async function checkedManifest(declared: unknown, version: string): Promise<PluginManifest> {
  const points = newerPoints(declared)
  if (points.length > 0) {
    throw new Error(
      `it contributes ${points.join(', ')}, which avatarctl ${version} does not know: it needs a newer avatarctl, or is misspelt`,
    )
  }
  // A copy: the check fills in defaults, and the schema of schemas has many.
  const wrong = (await checker(schema))(structuredClone(declared))
  if (wrong !== undefined)
    throw new Error(`its package.json is not right: avatarctl${wrong}${newerKey(wrong, version)}`)
  const manifest = declared as PluginManifest
  for (const [at, generator] of (manifest.contributes.generators ?? []).entries()) {
    const name = strayInput(generator)
    if (name !== undefined)
      throw new Error(`its package.json is not right: avatarctl.contributes.generators[${at}].${name}`)
  }
  for (const [at, directory] of (manifest.contributes.directories ?? []).entries()) {
    const name = strayName(directory)
    if (name !== undefined)
      throw new Error(
        `its package.json is not right: avatarctl.contributes.directories[${at}].signIn.browser.${name}`,
      )
  }
  return manifest
}

/** Where a generator's inputs are said to come from or go to something that it does not have. */
function strayInput({ options, secrets = [], environment = {}, hostOptions = [] }: GeneratorContribution) {
  const ofChoices = choicesOf(options).flatMap(({ properties }) => Object.keys(properties))
  const known = [...Object.keys(options?.['properties'] ?? {}), ...ofChoices]
  const host = hostOptions.find((name) => !known.includes(name))
  if (host !== undefined) return `hostOptions names "${host}", which is none of its options`
  const [variable, name] =
    Object.entries(environment).find(([, one]) => ![...known, ...secrets].includes(one)) ?? []
  return variable && `environment.${variable} names "${name}", which is none of its options or secrets`
}

/** Where a sign-in through the browser names something that the contribution does not have; no schema can say that. */
function strayName({ signIn, options, secrets = [], rateLimits = {} }: DirectoryContribution) {
  if (!signIn) return undefined
  const { server, clientId, clientSecret, rateLimit } = signIn.browser
  const known = Object.keys(options?.['properties'] ?? {})
  if (!known.includes(server)) return `server names "${server}", which is none of its options`
  if (!known.includes(clientId)) return `clientId names "${clientId}", which is none of its options`
  if (clientSecret !== undefined && !secrets.includes(clientSecret))
    return `clientSecret names "${clientSecret}", which is none of its secrets`
  if (rateLimit !== undefined && !Object.hasOwn(rateLimits, rateLimit))
    return `rateLimit names "${rateLimit.slice(0, 80)}", which is none of its rateLimits`
  return undefined
}

/** What an unknown key may mean, where one is what is wrong. */
function newerKey(wrong: string, version: string): string {
  return / has an unknown key "[^"]*"$/.test(wrong)
    ? `, which is misspelt, or needs a newer avatarctl than ${version}`
    : ''
}

/** The ids that a manifest would contribute as generators, whatever else is wrong with it. */
export function generatorIds(declared: unknown): string[] {
  const generators = property(property(declared, 'contributes'), 'generators')
  if (!Array.isArray(generators)) return []
  return generators
    .map((one) => property(one, 'id'))
    .filter((id) => typeof id === 'string')
    .filter((id) => new RegExp(schema.definitions.id.pattern).test(id))
}

/** Contribution points that are none today; quoted, and no more of them than a sentence holds. */
function newerPoints(declared: unknown): string[] {
  const contributes = property(declared, 'contributes')
  if (typeof contributes !== 'object' || contributes === null || Array.isArray(contributes)) return []
  const known = Object.keys(schema.properties.contributes.properties)
  return Object.keys(contributes)
    .filter((point) => !known.includes(point))
    .slice(0, 3)
    .map((point) => JSON.stringify(point.slice(0, 60)))
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
