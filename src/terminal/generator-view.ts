import type { GeneratorContribution } from '@avatarctl/sdk'
import { bold } from 'ansis'
import { safeText } from './safe-text.ts'
import { whomItAsks } from './whom-it-asks.ts'
import { labelled, wrapped } from './wrapped.ts'

/** A generator that is there to be used, and where it comes from. */
export interface ShownGenerator extends GeneratorContribution {
  plugin: string
  version: string
  bundled: boolean
  /** What can be chosen among with one of its options, where that decides about other options. */
  choices?: readonly ShownChoice[]
}

/** One value of an option that has options, or a licence, of its own. */
export interface ShownChoice {
  option: string
  value: unknown
  title?: string
  licence?: { artwork?: string; credit?: string }
}

/** Why a generator that a plugin would contribute is not there. */
export interface InactiveGenerator {
  id: string
  plugin: string
  /** `null` where it could not be read. */
  version: string | null
  reason: string
}

interface OptionSchema {
  type?: string | string[]
  enum?: unknown[]
  items?: OptionSchema
  minimum?: number
  maximum?: number
  default?: unknown
  description?: string
}

/** Where the text of a fact begins. */
const at = 10

const often = (perSecond?: number) => (perSecond === undefined ? '' : `, at most ${perSecond} times a second`)

/** Everything that there is to know about a generator, in lines that are not longer than `width`. */
export function generatorLines(generator: ShownGenerator, width: number): string[] {
  const { id, title, description, produces, deterministic, revision } = generator
  const {
    requestsPerSecond,
    sends,
    secrets = [],
    environment = {},
    licence,
    plugin,
    version,
    bundled,
    options,
    choices = [],
  } = generator
  const asked = whomItAsks(generator).join(', ')
  const required = (options?.['required'] ?? []) as string[]
  const facts: [label: string, text: string | undefined][] = [
    ['Makes', `${produces}${deterministic ? ', the same every time' : ''} (revision ${revision})`],
    ['Asks', asked === '' ? 'nobody: it never leaves this machine' : `${asked}${often(requestsPerSecond)}`],
    ['Sends', sends.join(', ') || 'nothing'],
    ['Secrets', secretsText(id, secrets, environment)],
    ['Pictures', licence.artwork ?? (produces === 'photo' ? 'photos belong to whom they show' : 'not said')],
    ['Credit', licence.credit],
    ['Code', licence.code],
    ['Plugin', `${plugin} ${version}${bundled ? ', bundled' : ''}`],
    ['Active', 'yes'],
  ]
  const properties = Object.entries((options?.['properties'] ?? {}) as Record<string, OptionSchema>)
  const names = Math.min(24, Math.max(at, ...properties.map(([name]) => name.length + 4)))
  return [
    bold(safeText(`${title} (${id})`)),
    ...wrapped(description, width),
    '',
    ...facts.flatMap(([label, text]) => (text === undefined ? [] : labelled(label, text, at, width))),
    ...(properties.length === 0 ? labelled('Options', 'none', at, width) : []),
    ...(properties.length > 0 ? ['', bold(`Options (--option ${id}.NAME=VALUE)`)] : []),
    ...properties.flatMap(([name, schema]) => {
      const text = describe(schema, required.includes(name), variablesOf(environment, name))
      return labelled(safeText(`  ${name}`), text, names, width)
    }),
    ...choiceLines(id, choices, names, width),
  ]
}

/** Each choice with its licence and whom it names, and how to see the options that only this choice has. */
function choiceLines(id: string, choices: readonly ShownChoice[], names: number, width: number): string[] {
  const [first] = choices
  if (!first) return []
  const setting = ({ option, value }: ShownChoice) => `${id}.${option}=${String(value)}`
  const more = `Each has more options: avatarctl generators show ${id} --option ${setting(first)}`
  return [
    '',
    bold(safeText(`With --option ${id}.${first.option}=VALUE`)),
    ...choices.flatMap(({ value, title, licence }) => {
      const text = licence?.credit ?? [title, licence?.artwork].filter(Boolean).join(', ')
      return labelled(safeText(`  ${String(value)}`), text, names, width)
    }),
    '',
    ...wrapped(more, width),
  ]
}

/** What can be said about a generator whose plugin is left out. */
export function inactiveLines({ id, plugin, version, reason }: InactiveGenerator, width: number): string[] {
  return [
    bold(safeText(id)),
    '',
    ...labelled('Plugin', `${plugin} ${version ?? ''}`.trim(), at, width),
    ...labelled('Active', `no: ${reason}`, at, width),
  ]
}

/** The secrets, and where each is taken from. */
function secretsText(
  id: string,
  secrets: readonly string[],
  environment: Readonly<Record<string, string>>,
): string | undefined {
  if (secrets.length === 0) return undefined
  const each = secrets.map((name) => {
    const variables = variablesOf(environment, name)
    return variables.length > 0 ? `${name} (${variables.join(', ')})` : name
  })
  return `${each.join(', ')}, or what \`avatarctl login -g ${id}\` keeps`
}

function variablesOf(environment: Readonly<Record<string, string>>, name: string): string[] {
  return Object.entries(environment).flatMap(([variable, one]) => (one === name ? [variable] : []))
}

function describe(schema: OptionSchema, required: boolean, variables: readonly string[]): string {
  const { default: preset, description } = schema
  const fallback = preset === undefined ? '' : `; ${JSON.stringify(preset)} where it is left out`
  return `${(description ?? '').replace(/\.$/, '')}. ${kindOf(schema)}${fallback}${required ? '; it has to be given' : ''}${variables.length > 0 ? `; ${variables.join(', ')} in the environment` : ''}.`
}

function kindOf({ type, enum: values, items, minimum, maximum }: OptionSchema): string {
  if (values) return `One of ${values.map(String).join(', ')}`
  if (type === 'array' && items?.enum) return `Any of ${items.enum.map(String).join(', ')}; with commas`
  if (type === 'array') return 'A list with commas'
  const range = minimum === undefined || maximum === undefined ? '' : ` from ${minimum} to ${maximum}`
  return `Of type ${[type ?? 'any'].flat().join(' or ')}${range}`
}
