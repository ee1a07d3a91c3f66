import type { Person } from '@avatarctl/sdk'
import type { DirectoryReader } from '../ports.ts'
import type { Preferences, Settings } from '../settings/settings.ts'
import type { Surroundings } from './surroundings.ts'

/** What the user's settings file decides. */
export function settingsDesk({ configFolder }: Pick<Surroundings, 'configFolder'>) {
  let reading: Promise<Settings> | undefined

  async function read(): Promise<Settings> {
    const { readSettings } = await import('../settings/settings-file.ts')
    return await readSettings(configFolder)
  }

  const settings = () => (reading ??= read())

  /** People as generators and plans see them: with the letters and names that were chosen for some of them. */
  async function choose(): Promise<(person: Person) => Person> {
    const { choosesForPeople } = await import('../settings/chosen-for-people.ts')
    return choosesForPeople(await settings())
  }

  return {
    /** Read once. Throws `AppError` where they are not right. */
    settings,

    /** How people are chosen and pictures made for one connection, or where none is named. */
    async preferences(connection: string | undefined): Promise<Preferences> {
      const { preferencesFor } = await import('../settings/preferences.ts')
      return preferencesFor(await settings(), connection)
    },

    choose,

    async reader(reader: DirectoryReader): Promise<DirectoryReader> {
      const choosing = await choose()
      return {
        ...reader,
        person: async (id, signal) => choosing(await reader.person(id, signal)),
        async *people(query) {
          for await (const person of reader.people(query)) yield choosing(person)
        },
      }
    },
  }
}
