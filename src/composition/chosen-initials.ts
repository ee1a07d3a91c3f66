import type { Person } from '@avatarctl/sdk'
import type { DirectoryReader } from '../ports.ts'
import type { Surroundings } from './surroundings.ts'

/** People as generators and plans see them: with the letters that the settings choose for some of them. */
export function withChosenInitials({ configFolder }: Pick<Surroundings, 'configFolder'>) {
  /** Throws `AppError` where the settings are not right. */
  async function choose(): Promise<(person: Person) => Person> {
    const [{ readSettings }, { choosesInitials }] = await Promise.all([
      import('../settings/settings-file.ts'),
      import('../settings/chosen-initials.ts'),
    ])
    return choosesInitials(await readSettings(configFolder))
  }

  return {
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
