import type { Options, OptionsSchema } from '@avatarctl/sdk'
import type { Contributed } from './contributions.ts'
import { AppError, messageOf } from '../errors.ts'
import { checker } from './json-schema.ts'

/** The options of one contribution: what was given, checked against its schema, and the schema's defaults. */
export async function resolveOptions(
  { id, options: schema, origin }: Contributed<{ id: string; options?: OptionsSchema }>,
  given: Record<string, unknown>,
): Promise<Options> {
  // What nobody declared is misspelt.
  const known: OptionsSchema =
    schema?.['additionalProperties'] === false
      ? schema
      : { type: 'object', ...schema, additionalProperties: false }
  const properties = (known['properties'] ?? {}) as Record<string, { type?: unknown }>
  const options: Options = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typed(value, Object.hasOwn(properties, name) ? properties[name]?.type : undefined),
    ]),
  )
  let wrong
  try {
    // Ours were held against the rules for schemas when they were built.
    wrong = (await checker(known, { isKnownRight: origin.bundled }))(options)
  } catch (error) {
    throw new AppError(
      'plugin',
      `The options of ${id} are declared wrongly by its plugin: ${messageOf(error)}`,
    )
  }
  if (wrong === undefined) return options
  const names = Object.keys(properties)
  throw new AppError('wrong-use', `The options of ${id} are not right: ${id}${wrong}`, {
    hint: names.length > 0 ? `${id} knows ${names.join(', ')}.` : `${id} has no options.`,
  })
}

/** A flag's text as the type that the schema asks for; what does not fit is left for the check to name. */
function typed(value: unknown, type: unknown): unknown {
  if (typeof value !== 'string') return value
  if ((type === 'number' || type === 'integer') && value.trim() !== '' && Number.isFinite(Number(value)))
    return Number(value)
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  if (type === 'array') return value.split(',')
  return value
}
