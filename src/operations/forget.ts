import { AppError } from '../errors.ts'
import type { VaultKeeper } from '../ports.ts'
import type { KnownPerson } from '../records.ts'

/**
 * Erases a person from the vault: pictures, names, and all that is noted about them. The ledger comes last, as it is
 * where they are found: whoever is killed in between asks for the same again, and it goes on.
 */
export async function forget(
  keeper: VaultKeeper,
  wish: {
    key: string
    /** Only in this directory, as `vault list` names it. */
    directory: string | undefined
    confirm(people: readonly KnownPerson[]): Promise<void>
    /** Erases what services have answered: nobody can say whose pictures these are. */
    dropResponses(): Promise<void>
  },
): Promise<{ people: KnownPerson[]; erased: number }> {
  const people = mustBeOne(
    wish.key,
    keeper
      .find(wish.key)
      .filter(({ directory }) => wish.directory === undefined || directory === wish.directory),
  )
  await wish.confirm(people)
  await wish.dropResponses()
  let erased = 0
  for (const person of people) {
    const hashes = await keeper.onlyOf(person)
    await keeper.dropHashes(person)
    await keeper.dropFromList(person)
    await keeper.eraseOriginals(hashes)
    await keeper.dropFromLedger(person)
    erased += hashes.size
  }
  return { people, erased }
}

/** One e-mail is one person, in however many directories; one id or extension may be somebody else's elsewhere. */
function mustBeOne(key: string, found: KnownPerson[]): KnownPerson[] {
  if (found.length === 0) {
    throw new AppError('wrong-use', `The vault knows nobody with the id, e-mail or extension ${key}`, {
      hint: 'Nothing was done. `avatarctl vault list` shows whose originals are kept.',
    })
  }
  const directories = new Set(found.map(({ directory }) => directory))
  const emails = new Set(found.map(({ who }) => who.email?.toLowerCase()))
  const isOnePerson = emails.size === 1 && !emails.has(undefined)
  if (found.length === 1 || (isOnePerson && directories.size === found.length)) return found
  const each = found.map(({ person, directory, who }) => `${who.name ?? person} (${person}) in ${directory}`)
  throw new AppError('wrong-use', `${key} names several people: ${each.join('; ')}`, {
    hint: 'Nothing was done. Give the id of one of them, and --in with the directory.',
  })
}
