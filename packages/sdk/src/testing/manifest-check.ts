import { readFile } from 'node:fs/promises'
import { Ajv, type ErrorObject } from 'ajv'
import type { Options } from '../generator.ts'
import type { DirectoryContribution, GeneratorContribution } from '../manifest.ts'

/** What is wrong with a contribution, and where. */
export interface Fault {
  /** The key of the contribution that it is about, e.g. `licence`; empty where it is about all of it. */
  key: string
  /** A sentence that says where and what. */
  what: string
}

let reading: Promise<Ajv> | undefined

/** What is wrong with a contribution, by the schema that avatarctl itself checks with. */
export async function faultsOfContribution(
  kind: 'generator' | 'directory',
  contribution: unknown,
): Promise<Fault[]> {
  const ajv = await (reading ??= readSchema())
  const validate = ajv.getSchema(`manifest#/definitions/${kind}`)
  if (!validate || validate(contribution))
    return kind === 'generator'
      ? faultsOfInputs(contribution as GeneratorContribution)
      : faultsOfSignIn(contribution as DirectoryContribution)
  // That an "if" did not hold is said by what it asked for.
  return (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').map((error) => fault(kind, error))
}

/** Where options and secrets come from, and which of them name a server, is said only of those that are there. */
function faultsOfInputs({
  options,
  optionsFile,
  secrets = [],
  environment = {},
  hostOptions = [],
}: Partial<GeneratorContribution>): Fault[] {
  // Those in a file, or of one choice only, are looked at by avatarctl.
  if (optionsFile !== undefined || options?.['allOf'] !== undefined) return []
  const known = Object.keys(options?.['properties'] ?? {})
  const hosts = hostOptions
    .filter((name) => !known.includes(name))
    .map((name) => `generator.hostOptions names ${name}, which is none of its options`)
  const variables = Object.entries(environment)
    .filter(([, name]) => ![...known, ...secrets].includes(name))
    .map(
      ([variable, name]) =>
        `generator.environment.${variable} names ${name}, which is none of its options or secrets`,
    )
  return [
    ...hosts.map((what) => ({ key: 'hostOptions', what })),
    ...variables.map((what) => ({ key: 'environment', what })),
  ]
}

/** What a sign-in through the browser names has to be there: no schema can say that. */
function faultsOfSignIn({
  signIn,
  options,
  secrets = [],
  rateLimits = {},
}: Partial<DirectoryContribution>): Fault[] {
  if (!signIn) return []
  const { server, clientId, clientSecret, rateLimit } = signIn.browser
  const known = Object.keys(options?.['properties'] ?? {})
  const named: [key: string, name: string | undefined, among: readonly string[], what: string][] = [
    ['server', server, known, 'options'],
    ['clientId', clientId, known, 'options'],
    ['clientSecret', clientSecret, secrets, 'secrets'],
    ['rateLimit', rateLimit, Object.keys(rateLimits), 'rateLimits'],
  ]
  return named.flatMap(([key, name, among, what]) =>
    name === undefined || among.includes(name)
      ? []
      : [
          {
            key: 'signIn',
            what: `directory.signIn.browser.${key} names ${name}, which is none of its ${what}`,
          },
        ],
  )
}

/**
 * What a user would miss in the manifest of a generator that avatarctl takes all the same: it is for its author to know,
 * not for somebody who has installed it.
 */
export function gapsOfGenerator({
  produces,
  licence,
  hosts,
  options,
}: Partial<GeneratorContribution>): Fault[] {
  const gaps: Fault[] = []
  if (produces === 'artwork' && licence?.artwork === undefined)
    gaps.push({ key: 'licence', what: 'generator.licence lacks artwork: the licence of what it draws' })
  for (const host of hosts ?? [])
    if (isAddress(host))
      gaps.push({
        key: 'hosts',
        what: `generator.hosts has ${host}: give a name, a number says nothing to a user`,
      })
  for (const [name, schema] of Object.entries((options?.['properties'] ?? {}) as Record<string, object>))
    if (!('description' in schema))
      gaps.push({ key: 'options', what: `generator.options.properties.${name} lacks a description` })
  return gaps
}

/** Whether a host is an address in numbers, however they are written; `new URL` brings `2130706433` into the usual form. */
function isAddress(host: string): boolean {
  return URL.canParse(`https://${host}`) && /^\[|^[\d.]+$/.test(new URL(`https://${host}`).hostname)
}

async function readSchema(): Promise<Ajv> {
  const file = new URL('../../schema/manifest.schema.json', import.meta.url)
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true })
  ajv.addSchema(JSON.parse(await readFile(file, 'utf8')) as object, 'manifest')
  return ajv
}

function fault(kind: string, error: ErrorObject): Fault {
  const { instancePath, keyword, message = 'is not right' } = error
  const params = error.params as { missingProperty?: string; additionalProperty?: string }
  const within =
    params.missingProperty === undefined ? instancePath : `${instancePath}/${params.missingProperty}`
  const [, key = ''] = within.split('/')
  const where = kind + instancePath.replaceAll('/', '.')
  if (keyword === 'required') return { key, what: `${where} lacks ${String(params.missingProperty)}` }
  if (keyword === 'additionalProperties') {
    return { key, what: `${where} has ${String(params.additionalProperty)}, which nobody reads` }
  }
  const { description } = (error.parentSchema ?? {}) as { description?: string }
  return { key, what: `${where} ${message}${description === undefined ? '' : `: ${description}`}` }
}

/** The options as they are where a user sets none. */
export function defaultsOf(options: Readonly<Record<string, unknown>> | undefined): Options {
  const properties = (options?.['properties'] ?? {}) as Record<string, { default?: unknown }>
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]) =>
      'default' in schema ? [[name, structuredClone(schema.default)]] : [],
    ),
  )
}

/** What is wrong with the defaults that a schema of options gives, one sentence each. */
export function faultsOfDefaults(options: Readonly<Record<string, unknown>> | undefined): string[] {
  const ajv = new Ajv({ strict: false, logger: false })
  return Object.entries((options?.properties ?? {}) as Record<string, { default?: unknown }>).flatMap(
    ([name, schema]) => {
      if (!('default' in schema) || ajv.validate(schema, schema.default)) return []
      return [
        `The default of ${name} is ${JSON.stringify(schema.default)}, but it ${ajv.errorsText(null, { dataVar: '' }).trim()}`,
      ]
    },
  )
}
