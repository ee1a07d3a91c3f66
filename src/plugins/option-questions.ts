import type { OptionsSchema } from '@avatarctl/sdk'
import type { OptionQuestion } from '../records.ts'
import { checker } from './json-schema.ts'
import { narrowed } from './option-choices.ts'
import { asType } from './options.ts'

interface Property {
  type?: unknown
  enum?: unknown[]
  title?: string
  description?: string
  default?: unknown
  format?: string
  items?: Property
}

/**
 * What there is to be asked about a directory, in the order of its schema, given the answers so far: some options are only there where
 * another one was chosen.
 */
export function optionQuestions(
  schema: OptionsSchema | undefined,
  answers: Readonly<Record<string, string>>,
): OptionQuestion[] {
  const known = narrowed({ type: 'object', ...schema }, answers)
  const required = new Set((known['required'] as string[] | undefined) ?? [])
  const properties = Object.entries((known['properties'] ?? {}) as Record<string, Property>)
  return properties.map(([name, property]) => ({
    name,
    title: property.title ?? titleOf(name),
    why: property.description ?? null,
    ...kindOf(property),
    isPath: property.format === 'path',
    preset: property.default === undefined ? null : textOf(property.default),
    isRequired: required.has(name) && property.default === undefined,
    faultOf: (answer) => faultOf(property, answer),
  }))
}

/** A name as a title: `clientId` is "Client ID". */
export function titleOf(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .map((word) => (/^(id|url|jwt|api)$/i.test(word) ? word.toUpperCase() : word.toLowerCase()))
    .join(' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

function kindOf({ type, enum: values }: Property): Pick<OptionQuestion, 'kind' | 'choices'> {
  if (values) return { kind: 'choice', choices: values.map(textOf) }
  return { kind: type === 'boolean' ? 'yes-no' : 'text', choices: [] }
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** In the words of the check, which begin with where it is. */
async function faultOf(property: Property, answer: string): Promise<string | undefined> {
  const { default: _, ...schema } = property
  const check = await checker({ type: 'object', properties: { answer: schema } })
  const wrong = check({ answer: asType(answer, property) })
  return wrong === undefined ? undefined : `That${wrong.replace(/^\.answer/, '')}`
}
