import type { Person } from '@avatarctl/sdk'
import { exactName, foldedNames } from './fold-name.ts'

/** By what a file may name a person. */
export type MatchKey = 'email' | 'extension' | 'id' | 'employee' | 'name'

/** In the order in which they are tried. */
export const matchKeys: readonly MatchKey[] = ['email', 'extension', 'id', 'employee', 'name']

/** What of a person a file may name. */
export type Who = Pick<Person, 'id'> &
  Partial<Pick<Person, 'email' | 'extension' | 'employee' | 'name' | 'firstName' | 'lastName'>>

/** One way of comparing: what a file's label and a person come to under it. They match where they have one in common. */
export interface Comparison {
  key: MatchKey
  ofLabel(label: string): string[]
  ofPerson(person: Who): string[]
}

/** The ways of comparing by a key, the stricter one first: "Müller" is not "Mueller" where there are both. */
const comparisons: Record<MatchKey, Comparison[]> = {
  email: [byText('email', lowerCase)],
  extension: [byText('extension', asIs), byText('extension', lowerCase)],
  id: [byText('id', asIs), byText('id', lowerCase)],
  employee: [byText('employee', asIs), byText('employee', lowerCase)],
  name: [byName(exactName), byName(foldedNames)],
}

/** All ways of comparing by these keys, in the order in which they are tried. */
export const comparisonsBy = (keys: readonly MatchKey[]): Comparison[] =>
  keys.flatMap((key) => comparisons[key])

function byText(
  key: 'email' | 'extension' | 'id' | 'employee',
  fold: (text: string) => string[],
): Comparison {
  return { key, ofLabel: fold, ofPerson: (person) => fold(person[key] ?? '') }
}

function byName(fold: (name: string) => string[]): Comparison {
  return {
    key: 'name',
    ofLabel: fold,
    ofPerson: ({ name, firstName, lastName }) =>
      [name, [firstName, lastName].filter(Boolean).join(' ')].flatMap((one) => (one ? fold(one) : [])),
  }
}

function asIs(text: string): string[] {
  const bare = text.trim().normalize('NFC')
  return bare === '' ? [] : [bare]
}

function lowerCase(text: string): string[] {
  return asIs(text).map((bare) => bare.toLowerCase().normalize('NFC'))
}
