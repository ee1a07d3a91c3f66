import {
  matchKeys,
  matchPhotoFiles,
  readPhotoFolder,
  readPhotoMap,
  type MatchKey,
} from '@avatarctl/photo-files'
import type { GeneratorPerson } from '@avatarctl/sdk'
import { doubtAbout } from './doubt.ts'
import type { Entry } from './entry.ts'

export interface FolderOptions {
  path?: string
  map?: string
  match?: string
}

/** What a folder has of one person; `none` where nobody can say which photo is theirs. */
export type Theirs = Entry | { none: string } | null

/** The photos of one folder as they were found when it was opened. */
export interface Photos {
  /** Absolute, and without links. */
  root: string
  /**
   * Whom each file shows is found out once, among `everybody`. Where nobody says who that is, a file goes to whoever asks first,
   * and to nobody else.
   */
  of(person: GeneratorPerson, everybody?: () => AsyncIterable<GeneratorPerson>): Promise<Theirs>
}

/** Looks at a folder of photos, or at a table of them. Throws errors of kind `unusable`. */
export async function openPhotos(options: FolderOptions, signal: AbortSignal): Promise<Photos> {
  const { root, entries } = await found(options, signal)
  const by = options.match === undefined ? matchKeys : keysIn(options.match)
  let among: Promise<ReadonlyMap<string, Theirs>> | undefined
  const taken = new Map<Entry, string>()

  async function alone(person: GeneratorPerson): Promise<Theirs> {
    const theirs = (await matched(entries, [person], by)).get(person.id) ?? null
    if (theirs === null || 'none' in theirs) return theirs
    const first = taken.get(theirs) ?? person.id
    taken.set(theirs, first)
    return first === person.id ? theirs : { none: doubtAbout([theirs], 2) }
  }

  return {
    root,
    async of(person, everybody) {
      if (entries.length === 0) return null
      if (!everybody) return await alone(person)
      among ??= matched(entries, everybody(), by)
      return (await among).get(person.id) ?? null
    },
  }
}

async function found(
  { path, map }: FolderOptions,
  signal: AbortSignal,
): Promise<{ root: string; entries: Entry[] }> {
  if (map !== undefined) {
    const { root, files, unusable } = await readPhotoMap(map, { folder: path, signal })
    return { root, entries: [...files, ...unusable.map((row) => ({ ...row, label: row.person }))] }
  }
  if (path !== undefined) {
    const { root, files } = await readPhotoFolder(path, signal)
    return { root, entries: files }
  }
  throw Object.assign(new Error('The generator folder was not told where the photos are.'), {
    ...{ kind: 'unusable', outcome: 'not-applied' },
    hint: 'Give --option folder.path=FOLDER, or --option folder.map=FILE.csv.',
  })
}

/** By a person's id; whoever is not there has none. */
async function matched(
  entries: readonly Entry[],
  people: AsyncIterable<GeneratorPerson> | Iterable<GeneratorPerson>,
  by: readonly MatchKey[],
): Promise<ReadonlyMap<string, Theirs>> {
  const { matched, ambiguous } = await matchPhotoFiles(entries, people, { by })
  const theirs = new Map<string, Theirs>()
  for (const { files, people } of ambiguous)
    for (const { id } of people) theirs.set(id, { none: doubtAbout(files, people.length) })
  // Somebody whom another file names beyond doubt has that one.
  for (const { file, person } of matched) theirs.set(person.id, file)
  return theirs
}

const keysIn = (text: string) => text.split(',').map((key) => key.trim() as MatchKey)
