import { readFile } from 'node:fs/promises'

/** As much of JSON Schema as `manifest.schema.json` uses. */
interface Schema {
  $ref?: string
  const?: unknown
  enum?: unknown[]
  type?: 'object' | 'array' | 'string' | 'integer' | 'boolean'
  required?: string[]
  properties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  items?: Schema
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
}

type Definitions = Record<string, Schema>

/** What is wrong with a contribution of this kind, one sentence each, by the schema that avatarctl itself checks with. */
export async function faultsOfContribution(
  kind: 'generator' | 'directory',
  contribution: unknown,
): Promise<string[]> {
  const file = new URL('../../schema/manifest.schema.json', import.meta.url)
  const { definitions } = JSON.parse(await readFile(file, 'utf8')) as { definitions: Definitions }
  return [...faults(contribution, { $ref: `#/definitions/${kind}` }, kind, definitions)]
}

function* faults(value: unknown, schema: Schema, where: string, definitions: Definitions): Iterable<string> {
  if (schema.$ref) {
    const target = definitions[schema.$ref.slice('#/definitions/'.length)]
    if (target) yield* faults(value, target, where, definitions)
    return
  }
  if (schema.type && !isOfType(value, schema.type)) {
    yield `${where} has to be of type ${schema.type}`
    return
  }
  const allowed = schema.enum ?? ('const' in schema ? [schema.const] : undefined)
  if (allowed && !allowed.includes(value)) yield `${where} has to be one of ${JSON.stringify(allowed)}`
  if (typeof value === 'string') yield* faultsOfText(value, schema, where)
  if (typeof value === 'number' && value < (schema.minimum ?? value)) {
    yield `${where} has to be at least ${String(schema.minimum)}`
  }
  if (Array.isArray(value) && schema.items) {
    for (const [index, item] of value.entries()) {
      yield* faults(item, schema.items, `${where}[${index}]`, definitions)
    }
  }
  if (isOfType(value, 'object')) yield* faultsOfObject(value as object, schema, where, definitions)
}

function* faultsOfText(value: string, schema: Schema, where: string): Iterable<string> {
  if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) {
    yield `${where} has to match ${schema.pattern}`
  }
  if (value.length < (schema.minLength ?? 0)) yield `${where} is empty`
  if (value.length > (schema.maxLength ?? Infinity)) {
    yield `${where} is longer than ${String(schema.maxLength)} characters`
  }
}

function* faultsOfObject(
  value: object,
  schema: Schema,
  where: string,
  definitions: Definitions,
): Iterable<string> {
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) yield `${where} lacks ${name}`
  }
  for (const [name, inner] of Object.entries(value)) {
    const known = schema.properties?.[name] ?? schema.additionalProperties
    if (known === false) yield `${where} has ${name}, which nobody reads`
    else if (typeof known === 'object') yield* faults(inner, known, `${where}.${name}`, definitions)
  }
}

function isOfType(value: unknown, type: NonNullable<Schema['type']>): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}
