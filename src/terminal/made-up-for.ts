import type { GeneratorFailure, GeneratorPass } from '../records.ts'

/** In words: which generators had no image before one of them had. Where none had, that is told elsewhere. */
export function madeUpFor({
  generator,
  failures = [],
  passed = [],
}: {
  generator: string | null
  failures?: readonly GeneratorFailure[] | undefined
  passed?: readonly GeneratorPass[] | undefined
}): string[] {
  if (generator === null) return []
  const said = [...failures.map(({ message }) => message), ...passed.map(inWords)]
  return said.map((words) => `${words}, ${generator} was used`)
}

export function inWords({ generator, reason }: GeneratorPass): string {
  return `${generator} has none: ${reason}`
}
