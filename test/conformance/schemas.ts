import { Ajv2019, type ErrorObject, type ValidateFunction } from 'ajv/dist/2019.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { Schema } from './description.ts'

const DESCRIPTION = 'description'
const REFERENCE = '#/components/schemas/'
/** What says nothing about whether a value is right. */
const REMARKS = ['discriminator', 'example', 'externalDocs', 'xml']

/** Checks values against the schemas of an OpenAPI document. Every check answers with what is wrong. */
export interface Schemas {
  /** A value of JSON. What is not declared may not be there. */
  json(schema: Schema, value: unknown): string[]
  /** What was sent as text, in an address or a form: `"600"` is a number where a number is asked for. */
  text(schema: Schema, value: unknown): string[]
  /** A value of JSON that may have more in it than is declared. */
  open(schema: Schema, value: unknown): string[]
}

/** Throws at a schema with words that it does not know, rather than check half of it. */
export function schemasOf(components: Record<string, Schema>): Schemas {
  const json = validator(components, false)
  const text = validator(components, true)
  return {
    json: (schema, value) => json(closed(schema), value),
    text: (schema, value) => text(closed(schema), value),
    open: (schema, value) => json(translated(schema), value),
  }
}

function validator(components: Record<string, Schema>, coerceTypes: boolean) {
  const ajv = new Ajv2019({
    ...{ allErrors: true, coerceTypes, formats: fullFormats },
    // What may not be there is said of every schema, whatever its type.
    strictTypes: false,
  })
  ajv.addSchema({ $id: DESCRIPTION, $defs: mapped(components, translated) })
  const compiled = new Map<string, ValidateFunction>()
  return (schema: Schema, value: unknown): string[] => {
    const key = JSON.stringify(schema)
    const validate = compiled.get(key) ?? ajv.compile(schema)
    compiled.set(key, validate)
    // Coercion writes into what it is given.
    const place = { value: coerceTypes ? structuredClone(value) : value }
    validate(place.value, { parentData: place, parentDataProperty: 'value' } as never)
    return [...new Set((validate.errors ?? []).map(told))]
  }
}

/** A schema in a place of its own, where nothing may be that neither it nor any part of it declares. */
function closed(schema: Schema): Schema {
  return { ...translated(schema), unevaluatedProperties: false }
}

/** A schema of OpenAPI 3.0 as one of JSON Schema 2019-09, whose properties and items are closed. */
function translated(schema: Schema): Schema {
  const entries = Object.entries(schema)
    .filter(([keyword]) => !keyword.startsWith('x-') && !REMARKS.includes(keyword))
    .map(([keyword, value]) => [keyword, translatedWord(keyword, value)])
  return Object.fromEntries(entries) as Schema
}

function translatedWord(keyword: string, value: unknown): unknown {
  switch (keyword) {
    case '$ref':
      return (value as string).replace(REFERENCE, `${DESCRIPTION}#/$defs/`)
    case 'properties':
      return mapped(value as Record<string, Schema>, closed)
    case 'items':
      return closed(value as Schema)
    case 'additionalProperties':
      return typeof value === 'object' ? closed(value as Schema) : value
    case 'allOf':
    case 'anyOf':
    case 'oneOf':
      return (value as Schema[]).map(translated)
    case 'not':
      return translated(value as Schema)
    default:
      return value
  }
}

function mapped(schemas: Record<string, Schema>, change: (schema: Schema) => Schema) {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema)]))
}

/** The same for every item of a list: what is wrong with one of them is wrong once. */
function told({ instancePath, message = 'is wrong', params }: ErrorObject): string {
  const place = instancePath.replace(/\/\d+(?=\/|$)/g, '/*')
  const { unevaluatedProperty, additionalProperty } = params as Record<string, string | undefined>
  const undeclared = unevaluatedProperty ?? additionalProperty
  return [place, undeclared === undefined ? message : `has ${undeclared}, which is not described`]
    .filter(Boolean)
    .join(' ')
}
