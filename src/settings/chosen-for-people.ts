import type { Person } from '@avatarctl/sdk'
import type { ChosenForPerson, Settings } from './settings.ts'

/**
 * Gives people the letters and the name that the settings choose for them, by e-mail address or id; they go before a
 * directory's. A chosen name is the whole of it: first and last name would be read before it.
 */
export function choosesForPeople({ people }: Pick<Settings, 'people'>): (person: Person) => Person {
  const chosen = new Map(Object.entries(people).map(([key, one]) => [normal(key), one]))
  if (chosen.size === 0) return (person) => person
  return (person) => {
    const theirs = chosen.get(normal(person.email ?? '')) ?? chosen.get(normal(person.id))
    return theirs === undefined ? person : withChosen(person, theirs)
  }
}

function withChosen(person: Person, { initials, name }: ChosenForPerson): Person {
  const { firstName: _, lastName: __, ...rest } = person
  const named = name === undefined ? person : { ...rest, name: name.trim() }
  return initials === undefined ? named : { ...named, initials: initials.trim() }
}

function normal(key: string): string {
  return key.trim().normalize('NFC').toLowerCase()
}
