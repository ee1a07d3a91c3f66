import type { Ajv, ErrorObject, ValidateFunction } from 'ajv'

let ajv: Ajv | undefined
const compiled = new WeakMap<object, ValidateFunction>()

/**
 * A check of values against a JSON Schema: answers with what is wrong in words, or with undefined. Fills in defaults.
 * Throws when the schema itself is not right.
 */
export async function checker(schema: object): Promise<(value: unknown) => string | undefined> {
  ajv ??= await makeAjv()
  let validate = compiled.get(schema)
  if (!validate) compiled.set(schema, (validate = ajv.compile(schema)))
  return (value) => (validate(value) ? undefined : describe(validate.errors?.[0]))
}

/** Loaded on first use: it costs as much as half a start. */
async function makeAjv(): Promise<Ajv> {
  const { default: ajv } = await import('ajv')
  return new ajv.Ajv({ useDefaults: true, coerceTypes: false, strict: false, allErrors: false })
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
