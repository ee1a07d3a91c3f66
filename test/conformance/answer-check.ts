import type { ObservedExchange } from '@avatarctl/sandbox'
import { ALLOWANCES } from './allowances.ts'
import { described, mediaTypeOf, resolved, type Content, type Description } from './description.ts'
import type { Asked } from './operations.ts'
import type { Schemas } from './schemas.ts'

const ERROR_MODEL = 'ParameterizedErrorResponseModel'

type Answer = ObservedExchange['answer']

/** What is wrong with an answer to a request for an operation. */
export function answerViolations(
  description: Description,
  schemas: Schemas,
  { operation }: Asked,
  answer: Answer,
): string[] {
  const { status } = answer
  const listed = operation.responses[status]
  const content = listed && resolved(description, listed).content
  const allowance = ALLOWANCES.find(
    (one) => one.status === status && one.operations.includes(operation.operationId),
  )
  return wrongWith().map((violation) => `answer ${status}: ${violation}`)

  function wrongWith(): string[] {
    if (content) return contentViolations(schemas, content, answer)
    if (allowance?.content) return []
    if (!allowance && status >= 400) return errorViolations(description, schemas, answer)
    if (!allowance && !listed) return ['the status is not described']
    return emptyViolations(answer)
  }
}

function contentViolations(schemas: Schemas, content: Content, answer: Answer): string[] {
  const contentType = answer.headers['content-type']
  const found = described(content, contentType)
  if (!found) return [`content of type ${mediaTypeOf(contentType)} is not described`]
  if (found.schema['format'] === 'binary') return answer.body.length > 0 ? [] : ['there is no content']
  const json = parsed(answer)
  return json ? schemas.json(found.schema, json.value) : ['the content is not JSON']
}

/**
 * Few errors are listed, and some of them without a body, but there is one form for all of them. What else they may say
 * is not described anywhere, so it is left open here.
 */
function errorViolations({ components }: Description, schemas: Schemas, answer: Answer): string[] {
  if (!components.schemas[ERROR_MODEL]) return []
  const json = parsed(answer)
  if (!json) return ['an error is not told as JSON']
  return schemas.open({ $ref: `#/components/schemas/${ERROR_MODEL}` }, json.value)
}

function emptyViolations({ headers, body }: Answer): string[] {
  if (body.length > 0) return ['content is not described']
  return headers['content-type'] === undefined ? [] : ['a type is given for no content']
}

function parsed({ headers, body }: Answer): { value: unknown } | undefined {
  if (mediaTypeOf(headers['content-type']) !== 'application/json') return undefined
  try {
    return { value: JSON.parse(body.toString()) as unknown }
  } catch {
    return undefined
  }
}
