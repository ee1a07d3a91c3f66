import type { Ajv, ErrorObject, ValidateFunction } from 'ajv'

const makers = new Map<boolean, Promise<Ajv>>()
/** By the text of the schema: manifests are read anew for each run, and what was compiled once is never given up. */
const compiled = new Map<string, ValidateFunction>()

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
  const key = `${isKnownRight} ${JSON.stringify(schema)}`
  let validate = compiled.get(key)
  if (!validate) compiled.set(key, (validate = ajv.compile(schema)))
  return (value) => (validate(value) ? undefined : describe(validate.errors?.[0]))
}

/** Loaded on first use: it costs as much as half a start. */
async function makeAjv(isKnownRight: boolean): Promise<Ajv> {
  const { default: ajv } = await import('ajv')
  const look = isKnownRight ? { meta: false, validateSchema: false } : {}
  // A format that it does not know is ignored; users have nothing to do with that.
  return new ajv.Ajv({
    useDefaults: true,
    coerceTypes: false,
    strict: false,
    verbose: true,
    logger: false,
    ...look,
  })
}

/** Where, and what is wrong there: in the words of the schema, where it has some for a pattern. */
function describe(error: ErrorObject | undefined): string {
  if (!error) return ' is not right'
  const where = error.instancePath.replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]').replaceAll('/', '.')
  const description = (error.parentSchema as { description?: string } | undefined)?.description
  switch (error.keyword) {
    case 'additionalProperties':
      return `${where} has an unknown key "${excerpt(error.params['additionalProperty'])}"`
    case 'required':
      return `${where} lacks "${excerpt(error.params['missingProperty'])}"`
    case 'enum':
      return `${where} must be one of ${(error.params['allowedValues'] as unknown[]).join(', ')}`
    case 'const':
      return `${where} must be ${JSON.stringify(error.params['allowedValue'])}`
    case 'pattern':
      if (error.propertyName !== undefined)
        return `${where} has the key "${excerpt(error.propertyName)}", which is not right: ${description ?? ''}`
      if (description !== undefined)
        return `${where} is "${excerpt(error.data)}", which is not right: ${description}`
  }
  return `${where} ${error.message ?? 'is not right'}`
}

function excerpt(value: unknown): string {
  return String(value).slice(0, 80)
}
