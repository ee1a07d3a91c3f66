import { AndFilter, type Entry, type Filter, FilterParser, OrFilter, PresenceFilter } from 'ldapts'
import { failure } from './failure.ts'
import type { Lookup, User } from './find-user.ts'
import { attributesOf, filterFor, type Key, valuesOf } from './keys.ts'
import type { Line } from './line.ts'
import { textsIn } from './root.ts'

/** Where users are looked for, and which. */
export interface UserSearch {
  base: string
  /** Those that are people and enabled, as far as a filter can say. */
  filter: Filter
  keys: readonly Key[]
  /** Attributes that may have photos. */
  photos: readonly string[]
  pageSize: number
}

/** In Active Directory, people whose account is not disabled; elsewhere people, and who is disabled is left out afterwards. */
const enabledPeople =
  '(&(objectCategory=person)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))'
const anyPeople = '(objectClass=person)'

/** Throws where the user's own part is none. */
export function userFilter(isActiveDirectory: boolean, own: string | undefined): Filter {
  const filters = [FilterParser.parseString(isActiveDirectory ? enabledPeople : anyPeople)]
  try {
    if (own !== undefined) filters.push(FilterParser.parseString(own))
  } catch (error) {
    throw failure('unusable', `the option filter is no LDAP filter: ${(error as Error).message}`)
  }
  return new AndFilter({ filters })
}

/** Throws where there is nobody at all, which cannot be meant. */
export async function mustHaveUsers(line: Line, { base, filter, pageSize }: UserSearch): Promise<void> {
  if (await line.finds(base, { filter, attributes: ['1.1'], paged: { pageSize } })) return
  throw failure(
    'unusable',
    `there is no enabled user below ${base} who may be read`,
    'Look at the options base and filter, and at what the account may read.',
  )
}

const userAttributes = (keys: readonly Key[]) => [
  ...attributesOf(keys),
  ...['userAccountControl', 'whenChanged', 'modifyTimestamp'],
]

/** Asks for each value by itself: for few people. */
export function askEach(line: Line, { base, filter, keys, pageSize }: UserSearch): Lookup {
  return async (key, value) => {
    const entries = await line.search(base, {
      filter: new AndFilter({ filters: [filter, filterFor(key, value)] }),
      attributes: userAttributes(keys),
      paged: { pageSize },
    })
    return entries.filter((one) => isEnabled(one) && valuesOf(key, one).includes(value)).map(asUser)
  }
}

/**
 * Reads who is there, page by page and without any photo, and finds them in it from then on: for many people. What is kept
 * of each is their name in the directory and what they are found by.
 */
export async function listAll(line: Line, search: UserSearch): Promise<Lookup> {
  const { base, filter, keys, photos, pageSize } = search
  const found = new Map<string, User | User[]>()
  const users = new Map<string, User>()
  await line.list(
    base,
    { filter, attributes: userAttributes(keys), paged: { pageSize } },
    {
      start() {
        found.clear()
        users.clear()
      },
      page(entries) {
        for (const entry of entries.filter(isEnabled)) {
          const user = { ...asUser(entry), hasPhoto: false }
          users.set(user.dn, user)
          for (const key of keys)
            for (const value of valuesOf(key, entry)) put(found, `${key} ${value}`, user)
        }
      },
    },
  )
  const withPhoto = new OrFilter({ filters: photos.map((attribute) => new PresenceFilter({ attribute })) })
  await line.list(
    base,
    { filter: new AndFilter({ filters: [filter, withPhoto] }), attributes: ['1.1'], paged: { pageSize } },
    {
      start: () => undefined,
      page(entries) {
        for (const { dn } of entries) {
          const user = users.get(dn)
          if (user) user.hasPhoto = true
        }
      },
    },
  )
  return (key, value) => Promise.resolve([found.get(`${key} ${value}`) ?? []].flat())
}

function put(found: Map<string, User | User[]>, key: string, user: User): void {
  const before = found.get(key)
  found.set(key, before === undefined ? user : [before, user].flat())
}

/** Bit 2 of userAccountControl is ACCOUNTDISABLE; where there is no such attribute, nobody is disabled. */
function isEnabled(entry: Entry): boolean {
  return textsIn(entry, 'userAccountControl').every((flags) => (Number(flags) & 2) === 0)
}

function asUser(entry: Entry): User {
  const [changed] = [...textsIn(entry, 'whenChanged'), ...textsIn(entry, 'modifyTimestamp')]
  return { dn: entry.dn, changed, hasPhoto: undefined }
}
