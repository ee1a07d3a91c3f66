import type { ErrorObject } from 'ajv'
import { nearName } from '../near-name.ts'
import { excerpt, named } from './settings-document.ts'

/** One thing that is not right, and the way to it. */
export interface Fault {
  error: ErrorObject
  way: string[]
}

/** What is wrong, in a sentence without a full stop. */
export function faultSentence(fault: Fault): string {
  const { error, way } = fault
  const where = named(way)
  const { params } = error
  if (error.propertyName !== undefined)
    return `"${excerpt(error.propertyName)}" in ${named(way.slice(0, -1))} must be ${wanted(error)}`
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(fault)
    case 'required':
      return `${where} lacks "${String(params['missingProperty'])}"`
    case 'enum':
      return `${where} is ${shown(fault)} and must be one of ${allowed(error).join(', ')}${meant(error.data, allowed(error))}`
    case 'const':
      return `${where} must be ${JSON.stringify(params['allowedValue'])}`
    case 'type':
      return `${where} is ${shown(fault)} and must be ${kinds(params['type'])}`
    case 'pattern':
      return isCondition(fault)
        ? wrongCondition(fault)
        : `${where} is ${shown(fault)} and must be ${wanted(error)}`
    case 'minimum':
    case 'maximum':
      return `${where} is ${shown(fault)} and must be ${error.keyword === 'minimum' ? 'at least' : 'at most'} ${String(params['limit'])}`
    case 'minLength':
    case 'minItems':
      return `${where} is empty`
    default:
      return `${where} ${error.message ?? 'is not right'}`
  }
}

/** What to do about it; undefined where the sentence says it already. */
export function hintFor(fault: Fault): string | undefined {
  const { error, way } = fault
  const key = way.at(-1) ?? ''
  if (error.keyword === 'additionalProperties') {
    if (/^(\/\/|\/\*)/.test(key)) return 'Comments begin with #, in JSON files as well.'
    if (/secret|password|token|jwt/i.test(key))
      return 'Secrets are never written here: `avatarctl login NAME` asks for them and keeps them safe.'
    const known = knownBeside(error)
    if (known.length === 0) return undefined
    const inside = known.includes('options')
      ? ' What the directory itself is told stands under "options".'
      : ''
    return `Known there: ${known.join(', ')}.${inside}`
  }
  if (error.keyword === 'required' && error.params['missingProperty'] === 'type')
    return 'It says which directory this is, as in "type: ringcentral" or "type: folder".'
  if (error.keyword !== 'type') return undefined
  const type = [error.params['type']].flat().map(String)
  if (error.data === null)
    return 'Nothing stands there (from # on it is a comment): add it, or take the line away.'
  if (type.includes('array') && typeof error.data === 'string')
    return `Write it in brackets, as in [a, b], or on lines of their own that begin with "- ".`
  if (type.includes('string') && typeof error.data !== 'object')
    return `Put it in quotes: "${JSON.stringify(error.data)}".`
  if (way[0] === 'connections' && way.length === 2)
    return 'For example "type: folder" and, below "options:", what that directory is told.'
  return undefined
}

function unknownKey({ error, way }: Fault): string {
  const key = way.at(-1) ?? ''
  const place = way.length > 1 ? ` in ${named(way.slice(0, -1))}` : ''
  return `"${excerpt(key)}" is not known${place}${meant(key, knownBeside(error))}`
}

function meant(written: unknown, known: readonly unknown[]): string {
  const near = typeof written === 'string' ? nearName(written, known.map(String)) : undefined
  return near === undefined ? '' : `; did you mean "${near}"?`
}

/** The keys that a place knows, where one was misspelt. */
function knownBeside(error: ErrorObject): string[] {
  return Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {})
}

const allowed = (error: ErrorObject) => error.params['allowedValues'] as unknown[]

/** What has to stand there, in the words of the schema. */
function wanted({ parentSchema }: ErrorObject): string {
  return (parentSchema as { $comment?: string } | undefined)?.$comment ?? 'something else'
}

const fields = ['name', 'email', 'extension', 'department', 'site', 'id']

const isCondition = ({ error }: Fault) => wanted(error) === 'FIELD=GLOB'

function wrongCondition(fault: Fault): string {
  const [, field] = /^([^=]*)=/.exec(String(fault.error.data)) ?? []
  if (field === undefined)
    return `${named(fault.way)} is ${shown(fault)} and must be FIELD=GLOB, as in department=Sales*`
  const meantField = meant(field.trim(), fields)
  return `${named(fault.way)} asks for "${excerpt(field.trim())}", which is none of ${fields.join(', ')}${meantField}`
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

/** The value that stands there; none that may be a secret which somebody has put into the wrong place. */
function shown({ error, way }: Fault): string {
  const value: unknown = error.data
  const maySecret = way[0] === 'credentials' || (way[0] === 'connections' && way.length <= 2)
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'names with values'
  if (maySecret) return typeof value === 'string' ? 'a text' : `a ${typeof value}`
  return typeof value === 'string' ? `"${excerpt(value)}"` : JSON.stringify(value)
}
