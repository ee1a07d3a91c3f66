import type { Ajv, ErrorObject, ValidateFunction } from 'ajv'

const makers = new Map<boolean, Promise<Ajv>>()
const compiled = new WeakMap<object, ValidateFunction>()

/**
 * A check of values against a JSON Schema: answers with what is wrong in words, or with undefined. Fills in defaults.
 * Throws when the schema itself is not right; one that `isKnownRight` is not looked at, which saves a tenth of a start.
 */
export async function checker(
  schema: object,
  { isKnownRight = false } = {},
): Promise<(value: unknown) => string | undefined> {
  let maker = makers.get(isKnownRight)
  if (!maker) makers.set(isKnownRight, (maker = makeAjv(isKnownRight)))
  const ajv = await maker
  let validate = compiled.get(schema)
  if (!validate) compiled.set(schema, (validate = ajv.compile(schema)))
  return (value) => (validate(value) ? undefined : describe(validate.errors?.[0]))
}

/** Loaded on first use: it costs as much as half a start. */
async function makeAjv(isKnownRight: boolean): Promise<Ajv> {
  const { default: ajv } = await import('ajv')
  const look = isKnownRight ? { meta: false, validateSchema: false } : {}
  return new ajv.Ajv({ useDefaults: true, coerceTypes: false, strict: false, allErrors: false, ...look })
}

function describe(error: ErrorObject | undefined): string {
  if (!error) return ' is not right'
  const where = error.instancePath.replaceAll('/', '.')
  if (error.keyword === 'additionalProperties') {
    return `${where} has an unknown key "${String(error.params['additionalProperty'])}"`
  }
  if (error.keyword === 'enum')
    return `${where} must be one of ${(error.params['allowedValues'] as unknown[]).join(', ')}`
  return `${where} ${error.message ?? 'is not right'}`
}
