import type { ErrorObject, ValidateFunction } from 'ajv'
import schema from '../../schema/settings.schema.json' with { type: 'json' }
import { nearName } from '../near-name.ts'
import { notRight } from './not-right.ts'
import type { SettingsDocument } from './settings-document.ts'

let validating: Promise<ValidateFunction> | undefined

/** Holds a document against the published schema. Throws `AppError` with the line, what is wrong, and what was meant. */
export async function mustFit(read: SettingsDocument): Promise<void> {
  const validate = await (validating ??= makeValidate())
  if (validate(read.document.toJS() ?? {})) return
  const faults = (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'propertyNames')
    .map((error) => ({ error, path: pathOf(error) }))
    .map((fault) => ({ ...fault, line: lineOf(read, fault.path) }))
    // What is lacking may be there, and misspelt.
    .sort((one, other) => Number(isLack(one)) - Number(isLack(other)) || one.line - other.line)
  const [first] = faults
  if (!first) return
  const more = faults.length - 1
  const others = more > 0 ? ` (and ${more} more ${more === 1 ? 'line' : 'lines'} to look at)` : ''
  throw notRight(read.file, `line ${first.line}: ${sentenceOf(first)}${others}`, { hint: hintFor(first) })
}

interface Fault {
  error: ErrorObject
  path: string[]
}

const isLack = ({ error }: Fault) => error.keyword === 'required'

/** Loaded with the first settings file: it costs as much as half a start. */
async function makeValidate(): Promise<ValidateFunction> {
  const { Ajv } = (await import('ajv')).default
  return new Ajv({
    allErrors: true,
    strict: false,
    verbose: true,
    meta: false,
    validateSchema: false,
  }).compile(schema)
}

/** The way from the top of the document to what is wrong. */
function pathOf(error: ErrorObject): string[] {
  const way = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const key: unknown = error.propertyName ?? error.params['additionalProperty']
  return typeof key === 'string' ? [...way, key] : way
}

function lineOf({ document, lines }: SettingsDocument, way: readonly string[]): number {
  let node: unknown = document.contents
  let at = 0
  for (const part of way) {
    const { items = [] } = (node ?? {}) as Collection
    const pair = items.find((item) => 'key' in item && `${(item.key as Valued).value ?? ''}` === part)
    const item = pair ?? items[Number(part)]
    at = rangeOf(pair?.key ?? item) ?? at
    node = pair ? pair.value : item
  }
  return lines.linePos(at).line
}

/** A mapping or a list, as far as it matters here. */
interface Collection {
  items?: { key?: unknown; value?: unknown }[]
}

interface Valued {
  value?: string | number | boolean | null
}

function rangeOf(node: unknown): number | undefined {
  return (node as { range?: [number, number, number] | null } | undefined)?.range?.[0]
}

function sentenceOf({ error, path: way }: Fault): string {
  const where = named(way)
  const wanted = (error.parentSchema as { description?: string } | undefined)?.description
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = way.at(-1) ?? ''
      const near = nearName(key, knownBeside(error))
      const place = way.length > 1 ? ` in ${named(way.slice(0, -1))}` : ''
      return `"${excerpt(key)}" is not known${place}${near === undefined ? '' : `; did you mean "${near}"?`}`
    }
    case 'required':
      return `${where} lacks "${String(error.params['missingProperty'])}"`
    case 'enum':
      return `${where} is ${shown(error.data)} and must be one of ${(error.params['allowedValues'] as unknown[]).join(', ')}`
    case 'const':
      return `${where} must be ${JSON.stringify(error.params['allowedValue'])}`
    case 'type':
      return `${where} is ${shown(error.data)} and must be ${kinds(error.params['type'])}`
    case 'pattern':
      return `${where} is ${shown(error.propertyName ?? error.data)}, which is not right${wanted === undefined ? '' : `: ${wanted}`}`
    default:
      return `${where} ${error.message ?? 'is not right'}`
  }
}

/** The keys that a place knows, where one was misspelt. */
function hintFor({ error }: Fault): string | undefined {
  const known = error.keyword === 'additionalProperties' ? knownBeside(error) : []
  return known.length > 0 ? `Known there: ${known.join(', ')}.` : undefined
}

function knownBeside(error: ErrorObject): string[] {
  return Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {})
}

function named(way: readonly string[]): string {
  const text = way
    .map((part) => (/^\d+$/.test(part) ? `[${Number(part) + 1}]` : `.${excerpt(part)}`))
    .join('')
    .replace(/^\./, '')
  return text === '' ? 'it' : text
}

const words: Record<string, string> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'names with values',
}

function kinds(type: unknown): string {
  return [type]
    .flat()
    .map((one) => words[String(one)] ?? String(one))
    .join(' or ')
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `"${excerpt(value)}"`
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'names with values' : JSON.stringify(value)
}

function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
