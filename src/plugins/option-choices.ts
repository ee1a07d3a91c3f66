import type { GeneratorContribution, Licence, OptionsSchema } from '@avatarctl/sdk'

/** Options that only one choice of another option has: `if` that option is this `value`, `then` these. */
export interface OptionChoice {
  option: string
  value: unknown
  title?: string
  licence?: Pick<Licence, 'artwork' | 'credit'>
  properties: Record<string, object>
}

/** The choices that a schema of options tells apart, in its order. */
export function choicesOf(schema: OptionsSchema | undefined): OptionChoice[] {
  return partsOf(schema).flatMap((part) => choiceOf(part) ?? [])
}

/** Those of them that these options, or the defaults, choose. */
export function chosen(schema: OptionsSchema | undefined, options: Record<string, unknown>): OptionChoice[] {
  const presets = propertiesOf(schema)
  // What a flag gave is text still.
  const isChosen = ({ option, value }: OptionChoice) =>
    String(options[option] ?? (presets[option] as Preset | undefined)?.default) === String(value)
  return choicesOf(schema).filter(isChosen)
}

/** The schema with the options of what is chosen, and without those of all other choices; what it does not name is refused. */
export function narrowed(schema: OptionsSchema, options: Record<string, unknown>): OptionsSchema {
  const { allOf: _, ...rest } = schema
  const others = partsOf(schema).filter((part) => choiceOf(part) === undefined)
  const own = chosen(schema, options).map(({ properties }) => properties)
  return {
    ...rest,
    properties: Object.assign({}, schema['properties'], ...own) as object,
    additionalProperties: false,
    ...(others.length > 0 ? { allOf: others } : {}),
  }
}

/** The licence of what is made with these options. */
export function chosenLicence(
  { licence, options: schema }: Pick<GeneratorContribution, 'licence' | 'options'>,
  options: Record<string, unknown>,
): Licence {
  return Object.assign({}, licence, ...chosen(schema, options).map((choice) => choice.licence)) as Licence
}

interface Preset {
  default?: unknown
}

const partsOf = (schema: OptionsSchema | undefined): unknown[] =>
  Array.isArray(schema?.['allOf']) ? (schema['allOf'] as unknown[]) : []

const propertiesOf = (schema: unknown) =>
  (schema as { properties?: Record<string, object> } | null | undefined)?.properties ?? {}

/** A part of `allOf` as a choice, or undefined where it is something else, which is left to the check. */
function choiceOf(part: unknown): OptionChoice | undefined {
  const { if: condition, then } = (part ?? {}) as { if?: unknown; then?: Partial<OptionChoice> }
  const [[option, tested] = ['', {}], ...more] = Object.entries(propertiesOf(condition))
  if (!then || more.length > 0 || !('const' in tested)) return undefined
  const { title, licence } = then
  return {
    ...{ option, value: tested.const, properties: propertiesOf(then) },
    ...(title === undefined ? {} : { title }),
    ...(licence === undefined ? {} : { licence }),
  }
}
