import type { HostName } from '@avatarctl/sandbox'
import { resolved, type DescribedOperation, type Description, type Parameter } from './description.ts'

/** The operation that a request is for. */
export interface Asked {
  /** Method and path as they are described. */
  name: string
  operation: DescribedOperation
  parameters: Parameter[]
  /** What stands in the path for its parameters. */
  pathValues: Record<string, string>
  hosts: readonly HostName[]
}

/** Which operation of a description a method and a path, without query, belong to. */
export function operationsOf(description: Description): (method: string, path: string) => Asked | undefined {
  const operations = Object.entries(description.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${template}`,
      method: method.toUpperCase(),
      pattern: patternOf(template),
      operation,
      parameters: (operation.parameters ?? []).map((parameter) => resolved(description, parameter)),
      hosts: hostsOf(description, operation),
    })),
  )
  return (asked, path) => {
    for (const { method, pattern, ...rest } of operations) {
      const match = method === asked ? pattern.exec(path) : null
      if (match) return { ...rest, pathValues: { ...match.groups } }
    }
    return undefined
  }
}

function patternOf(template: string): RegExp {
  const source = template
    .split(/(\{\w+\})/)
    .map((part) =>
      /^\{\w+\}$/.test(part) ? `(?<${part.slice(1, -1)}>[^/]+)` : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('')
  return new RegExp(`^${source}$`)
}

/**
 * The description has two servers, the entry points of the API and of media, and gives every operation both. The second
 * has what is media: alone where `x-media-api` says so.
 */
function hostsOf(description: Description, { responses, ...operation }: DescribedOperation): HostName[] {
  if (operation['x-media-api'] === true) return ['media']
  const types = Object.values(responses).flatMap((answer) =>
    Object.keys(resolved(description, answer).content ?? {}),
  )
  return types.some((type) => type.startsWith('image/')) ? ['api', 'media'] : ['api']
}
