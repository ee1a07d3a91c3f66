import type { Options, OptionsSchema } from '@avatarctl/sdk'
import type { Contributed } from './contributions.ts'
import { AppError, messageOf } from '../errors.ts'
import { checker } from './json-schema.ts'
import { nearName } from '../near-name.ts'
import { choicesOf, chosen, narrowed } from './option-choices.ts'

/** The options of one contribution: what was given, checked against its schema, and the schema's defaults. */
export async function resolveOptions(
  { id, options: schema, origin }: Contributed<{ id: string; options?: OptionsSchema }>,
  given: Record<string, unknown>,
): Promise<Options> {
  let known: OptionsSchema
  let wrong
  let options: Options
  try {
    // What nobody declared is misspelt.
    known = narrowed({ type: 'object', ...schema }, given)
    const properties = (known['properties'] ?? {}) as Record<string, Typed>
    options = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        asType(value, Object.hasOwn(properties, name) ? properties[name] : undefined),
      ]),
    )
    // Ours were held against the rules for schemas when they were built.
    wrong = (await checker(known, { isKnownRight: origin.bundled }))(options)
  } catch (error) {
    throw new AppError(
      'plugin',
      `The options of ${id} are declared wrongly by its plugin: ${messageOf(error)}`,
      { hint: 'Update the plugin, or tell its author.' },
    )
  }
  if (wrong === undefined) return options
  throw new AppError('wrong-use', `The options of ${id} are not right: ${id}${wrong}`, {
    hint: hintFor(id, schema, known, given),
  })
}

/** What else could have been meant by a name that the schema does not know, and which names it does know. */
function hintFor(
  id: string,
  schema: OptionsSchema | undefined,
  known: OptionsSchema,
  given: Record<string, unknown>,
): string {
  const names = Object.keys(known['properties'] as object)
  if (names.length === 0) return `${id} has no options.`
  const stray = Object.keys(given).find((name) => !names.includes(name))
  const near = stray === undefined ? undefined : nearName(stray, names)
  const elsewhere = choicesOf(schema).filter(({ properties }) => Object.hasOwn(properties, stray ?? ''))
  const choice = chosen(schema, given).map(({ option, value }) => `${option}=${String(value)}`)
  return [
    ...(near === undefined ? [] : [`Did you mean ${near}?`]),
    ...(elsewhere.length === 0 || stray === undefined
      ? []
      : [
          `${stray} goes with ${elsewhere.map(({ option, value }) => `${option}=${String(value)}`).join(', ')}.`,
        ]),
    `${[id, ...(choice.length > 0 ? ['with', choice.join(' and ')] : [])].join(' ')} knows ${names.join(', ')}.`,
  ].join(' ')
}

interface Typed {
  type?: unknown
  items?: Typed
}

/** A flag's text as the type that the schema asks for; what does not fit is left for the check to name. */
export function asType(value: unknown, schema: Typed | undefined): unknown {
  if (typeof value !== 'string') return value
  switch (schema?.type) {
    case 'number':
    case 'integer':
      return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value
    case 'boolean':
      return value === 'true' || value === 'false' ? value === 'true' : value
    case 'array':
      return value === '' ? [] : value.split(',').map((item) => asType(item.trim(), schema.items))
    default:
      return value
  }
}
