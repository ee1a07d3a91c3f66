import type { ObservedExchange } from '@avatarctl/sandbox'
import { corrected, PAGES } from './allowances.ts'
import { answerViolations } from './answer-check.ts'
import type { Description } from './description.ts'
import { operationsOf } from './operations.ts'
import { requestViolations } from './request-check.ts'
import { schemasOf } from './schemas.ts'

/** Says what of an exchange violates a description: each violation once, with the operation in front. */
export type Checker = (exchange: ObservedExchange) => Promise<string[]>

/** A checker against an OpenAPI description, with the few allowances that are made for it. */
export function checkerFor(original: Description): Checker {
  const description = corrected(original)
  const schemas = schemasOf(description.components.schemas)
  const operationFor = operationsOf(description)
  return async (exchange) => {
    const { method, path, answer, fault } = exchange
    const plain = path.split('?')[0]!
    if (PAGES.includes(plain)) return []
    const asked = operationFor(method, plain)
    if (!asked) return [`${method} ${plain}: request: no such operation is described`]
    const found = [
      ...(await requestViolations(description, schemas, asked, exchange)),
      // A fault answers wrongly on purpose.
      ...(fault === undefined ? answerViolations(description, schemas, asked, answer) : []),
    ]
    return found.map((violation) => `${asked.name}: ${violation}`)
  }
}
