import type { Person } from '@avatarctl/sdk'
import type { Settings } from './settings-file.ts'

/** Gives people the letters that the settings choose for them, by e-mail address or id; they go before a directory's. */
export function choosesInitials({ initials }: Pick<Settings, 'initials'>): (person: Person) => Person {
  const chosen = new Map(Object.entries(initials).map(([key, letters]) => [normal(key), letters.trim()]))
  if (chosen.size === 0) return (person) => person
  return (person) => {
    const letters = chosen.get(normal(person.email ?? '')) ?? chosen.get(normal(person.id))
    return letters === undefined ? person : { ...person, initials: letters }
  }
}

function normal(key: string): string {
  return key.trim().normalize('NFC').toLowerCase()
}
