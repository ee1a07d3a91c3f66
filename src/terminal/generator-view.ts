import type { GeneratorContribution } from '@avatarctl/sdk'
import { bold } from 'ansis'
import { safeText } from './safe-text.ts'
import { labelled, wrapped } from './wrapped.ts'

/** A generator that is there to be used, and where it comes from. */
export interface ShownGenerator extends GeneratorContribution {
  plugin: string
  version: string
  bundled: boolean
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
    hosts,
    requestsPerSecond,
    sends,
    secrets = [],
    licence,
    plugin,
    version,
    bundled,
    options,
  } = generator
  const required = (options?.['required'] ?? []) as string[]
  const facts: [label: string, text: string | undefined][] = [
    ['Makes', `${produces}${deterministic ? ', the same every time' : ''} (revision ${revision})`],
    [
      'Asks',
      hosts.length > 0
        ? `${hosts.join(', ')}${often(requestsPerSecond)}`
        : 'nobody: it never leaves this machine',
    ],
    ['Sends', sends.join(', ') || 'nothing'],
    ['Secrets', secrets.join(', ') || undefined],
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
    ...properties.flatMap(([name, schema]) =>
      labelled(safeText(`  ${name}`), describe(schema, required.includes(name)), names, width),
    ),
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

function describe(
  { type, enum: values, default: preset, description }: OptionSchema,
  required: boolean,
): string {
  const kind = values
    ? `One of ${values.map(String).join(', ')}`
    : `Of type ${[type ?? 'any'].flat().join(' or ')}`
  const fallback = preset === undefined ? '' : `; ${JSON.stringify(preset)} where it is left out`
  return `${(description ?? '').replace(/\.$/, '')}. ${kind}${fallback}${required ? '; it has to be given' : ''}.`
}
