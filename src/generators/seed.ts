import type { GeneratorPerson } from '@avatarctl/sdk'

/**
 * What colour and shape follow from: the e-mail in lower case and NFC, else the directory's id of the person, so that
 * one person looks the same in every directory.
 */
export function seedOf(person: Pick<GeneratorPerson, 'id' | 'email'>): string {
  const email = person.email?.trim().normalize('NFC').toLowerCase()
  return email || person.id
}
