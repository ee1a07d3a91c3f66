import type { ValidateFunction } from 'ajv'
import schema from '../../schema/settings.schema.json' with { type: 'json' }

/**
 * The check of a document against the published schema. The build puts the finished check in the place of this file:
 * making it takes longer than all the rest of reading the settings.
 */
export async function settingsValidator(): Promise<ValidateFunction> {
  const { Ajv } = (await import('ajv')).default
  return new Ajv({ ...howToCheck, meta: false, validateSchema: false }).compile(schema)
}

/** All that is wrong is found, as what comes first in the file is not what the schema comes to first. */
const howToCheck = { allErrors: true, strict: false, verbose: true }
