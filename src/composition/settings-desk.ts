import path from 'node:path'
import type { Person } from '@avatarctl/sdk'
import type { Document } from 'yaml'
import { AppError } from '../errors.ts'
import type { DirectoryReader } from '../ports.ts'
import type { KeptChoice } from '../records.ts'
import type { Way } from '../settings/settings-document.ts'
import type { Preferences, Settings } from '../settings/settings.ts'
import type { Surroundings } from './surroundings.ts'

/** What the user's settings file decides. */
export function settingsDesk({
  configFolder,
  signal,
  warn,
}: Pick<Surroundings, 'configFolder' | 'signal' | 'warn'>) {
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

  /**
   * Changes the file, or makes one, with nobody else of us at it; answers with its path. `change` may be called again.
   * Throws `AppError`; then nothing was changed.
   */
  async function edit(command: string, change: (document: Document) => void): Promise<string> {
    const [{ takeSettingsLock, whenFree }, { editSettings, notWritten }] = await Promise.all([
      import('../vault/locks.ts'),
      import('../settings/edit-settings.ts'),
    ])
    const holder = { command, pid: process.pid, startedAt: new Date().toISOString() }
    const take = () => takeSettingsLock(path.join(configFolder, 'locks'), holder)
    const lock = await whenFree(take, { wait: true, signal, onWait: warn }).catch((error: unknown) => {
      const isOurs = error instanceof AppError && error.code === 'vault-unwritable'
      throw isOurs ? notWritten(configFolder, error.cause) : error
    })
    try {
      return await editSettings(configFolder, change)
    } finally {
      reading = undefined
      await lock.release()
    }
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
      const { me } = reader
      return {
        ...reader,
        ...(me && { me: async (signal: AbortSignal) => choosing(await me(signal)) }),
        person: async (id, signal) => choosing(await reader.person(id, signal)),
        async *people(query) {
          for await (const person of reader.people(query)) yield choosing(person)
        },
      }
    },

    edit,

    /** Keeps a directory and a chain, so that neither has to be given again; answers with the file's path. */
    async keepChoice(choice: KeptChoice): Promise<string> {
      const { putChoice } = await import('../settings/edit-choice.ts')
      return await edit('the wizard', (document) => putChoice(document, choice))
    },

    /** A failure that the settings are the reason of, with where that stands; anything else is left as it is. */
    async placed(error: unknown, way: Way): Promise<unknown> {
      if (!(error instanceof AppError)) return error
      const { placeInSettings } = await import('../settings/settings-file.ts')
      const { code, message, hint, cause } = error
      return new AppError(code, `${message} (${await placeInSettings(configFolder, way)})`, { hint, cause })
    },
  }
}

export type SettingsDesk = ReturnType<typeof settingsDesk>
