import type { Person } from '@avatarctl/sdk'
import type { Document } from 'yaml'
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

    /** Changes the settings file, or makes one; answers with its path. Throws `AppError`. */
    async edit(change: (document: Document) => void): Promise<string> {
      const { editSettings } = await import('../settings/edit-settings.ts')
      const file = await editSettings(configFolder, change)
      reading = undefined
      return file
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
