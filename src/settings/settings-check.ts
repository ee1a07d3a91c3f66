import type { ErrorObject, ValidateFunction } from 'ajv'
import { type Fault, faultSentence, hintFor } from './fault-sentence.ts'
import { notRight } from './not-right.ts'
import { valuesOf } from './parse-settings.ts'
import { lineOf, type SettingsDocument } from './settings-document.ts'
import { settingsValidator } from './settings-validator.ts'

let validating: Promise<ValidateFunction> | undefined

/** Of more than these nobody needs to know the line. */
const mostFaults = 1000

/** Holds a document against the published schema. Throws `AppError` with the line, what is wrong, and what was meant. */
export async function mustFit(read: SettingsDocument): Promise<void> {
  const validate = await (validating ??= settingsValidator())
  if (validate(valuesOf(read) ?? {})) return
  const faults = (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'propertyNames')
    .slice(0, mostFaults)
    .map((error) => ({ error, way: wayTo(error) }))
    .map((fault) => ({ ...fault, line: lineOf(read, fault.way) }))
    // What is lacking may be there, and misspelt.
    .sort((one, other) => Number(isLack(one)) - Number(isLack(other)) || one.line - other.line)
  const [first] = faults
  if (!first) return
  const others = new Set(faults.map(({ line }) => line)).size - 1
  const more = others > 0 ? ` (and ${others} more ${others === 1 ? 'line is' : 'lines are'} not right)` : ''
  throw notRight(read.file, `line ${first.line}: ${faultSentence(first)}${more}`, { hint: hintFor(first) })
}

const isLack = ({ error }: Fault) => error.keyword === 'required'

/** The way from the top of the document to what is wrong. */
function wayTo(error: ErrorObject): string[] {
  const way = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const key: unknown = error.propertyName ?? error.params['additionalProperty']
  return typeof key === 'string' ? [...way, key] : way
}
