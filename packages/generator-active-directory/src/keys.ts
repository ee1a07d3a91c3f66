import type { GeneratorPerson } from '@avatarctl/sdk'
import { EqualityFilter, type Entry, type Filter, OrFilter, SubstringFilter } from 'ldapts'
import { textsIn } from './root.ts'

/** By what a person of the tool and a user of the directory are the same. */
export type Key = 'mail' | 'proxyAddresses' | 'userPrincipalName' | 'employee' | 'telephone'

interface KeyRule {
  /** Where the directory keeps it. */
  attributes: readonly string[]
  /** What the tool knows of a person. */
  of(person: GeneratorPerson): string | undefined
  /** The values that are compared, out of one of an attribute; the same for a person's own. */
  compared(value: string): string[]
  /** Finds at least everybody who has it. */
  filter(attribute: string, value: string): Filter
}

const equal = (attribute: string, value: string) => new EqualityFilter({ attribute, value })
const folded = (value: string) => [value.trim().normalize('NFC').toLowerCase()].filter(Boolean)
const email = ({ email: value }: GeneratorPerson) => value

const rules: Record<Key, KeyRule> = {
  mail: { attributes: ['mail'], of: email, compared: folded, filter: equal },
  userPrincipalName: { attributes: ['userPrincipalName'], of: email, compared: folded, filter: equal },
  proxyAddresses: {
    attributes: ['proxyAddresses'],
    of: email,
    // `SMTP:` is the first address, `smtp:` another one; X500 and SIP are none.
    compared: (value) => folded(/^(?:smtp:)?([^:]+)$/i.exec(value.trim())?.[1] ?? ''),
    filter: (attribute, value) => equal(attribute, `smtp:${value}`),
  },
  employee: {
    attributes: ['employeeID', 'employeeNumber'],
    of: ({ employee }) => employee,
    compared: folded,
    filter: equal,
  },
  telephone: {
    attributes: ['telephoneNumber', 'ipPhone', 'mobile'],
    of: ({ extension }) => extension,
    compared: numbersIn,
    // Digits in that order, whatever stands between them.
    filter: (attribute, value) => new SubstringFilter({ attribute, any: [...value] }),
  },
}

/** The whole number, and the extension where one is written after it: `+1 (555) 0100 x101`. No part is guessed. */
function numbersIn(value: string): string[] {
  const [, whole = '', extension = ''] =
    /^([^a-z;#]*?)(?:(?:;?\s*e?xt?\.?|#|;)\s*=?\s*(\d+))?\s*$/i.exec(value.trim()) ?? []
  return [whole, extension].map((part) => part.replaceAll(/\D/g, '')).filter(Boolean)
}

/** The attributes that have to be read for these keys. */
export function attributesOf(keys: readonly Key[]): string[] {
  return [...new Set(keys.flatMap((key) => rules[key].attributes))]
}

/** What a person is looked for by; undefined where they have no such thing. */
export function valueOf(key: Key, person: GeneratorPerson): string | undefined {
  const own = rules[key].of(person)
  return own === undefined ? undefined : rules[key].compared(own)[0]
}

/** What a user of the directory is found by. */
export function valuesOf(key: Key, user: Entry): string[] {
  const { attributes, compared } = rules[key]
  return [...new Set(attributes.flatMap((attribute) => textsIn(user, attribute)).flatMap(compared))]
}

/** Finds everybody who has this value, and perhaps others. Values are sent as they are, and are no part of a filter's text. */
export function filterFor(key: Key, value: string): Filter {
  const { attributes, filter } = rules[key]
  return new OrFilter({ filters: attributes.map((attribute) => filter(attribute, value)) })
}
