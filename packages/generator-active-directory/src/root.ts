import type { Entry } from 'ldapts'
import { failure } from './failure.ts'
import type { Line } from './line.ts'

/** What a server says of itself. */
export interface Root {
  /** Where its users are. */
  base: string
  isActiveDirectory: boolean
}

/** By which Active Directory, and what is like it, makes itself known. */
const activeDirectory = '1.2.840.113556.1.4.800'

/** Reads the rootDSE; `base` goes before what it says. */
export async function readRoot(line: Line, base: string | undefined): Promise<Root> {
  const [entry] = await line.search('', {
    scope: 'base',
    attributes: ['defaultNamingContext', 'namingContexts', 'supportedCapabilities'],
  })
  const isActiveDirectory = textsIn(entry, 'supportedCapabilities').includes(activeDirectory)
  const [said] = [...textsIn(entry, 'defaultNamingContext'), ...textsIn(entry, 'namingContexts')]
  const found = base ?? said
  if (found === undefined || found === '')
    throw failure('unusable', 'the server does not say where its users are', 'Name it with the option base.')
  return { base: found, isActiveDirectory }
}

/**
 * The values of an attribute, however the server spells its name and with whatever options: ldapts has none as `[]`, one
 * bare, and more as an array.
 */
export function valuesIn(entry: Entry | undefined, attribute: string): (string | Buffer)[] {
  const wanted = attribute.toLowerCase()
  return Object.entries(entry ?? {})
    .filter(([name]) => [wanted, wanted.split(';')[0]].includes(name.toLowerCase().split(';')[0]))
    .flatMap(([, values]) => values)
}

export function textsIn(entry: Entry | undefined, attribute: string): string[] {
  return valuesIn(entry, attribute).map((value) => String(value))
}
