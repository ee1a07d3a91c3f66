import { comparisonsBy, matchKeys, type MatchKey, type Who } from './match-keys.ts'

/** A file, and what says whom it shows. */
export interface Labelled {
  label: string
}

/** A file that shows one person, and by what that is known. */
export interface Match<F, P> {
  file: F
  person: P
  by: MatchKey
}

/** Files and people of which nobody can say who belongs to which: nobody guesses. */
export interface Ambiguity<F, P> {
  files: readonly F[]
  people: readonly P[]
  by: readonly MatchKey[]
}

/** What became of each file; each is in one of the three. */
export interface Matches<F, P> {
  matched: Match<F, P>[]
  unmatched: F[]
  /** One file for several people, or several for one. */
  ambiguous: Ambiguity<F, P>[]
}

/** More people than these for one file are no news. */
const mostNamesakes = 20

/**
 * Finds out whom each file shows: by the first key under which its label names anybody. Where that names several, or where
 * several files name the same person, there is no answer.
 *
 * People are streamed: only those whom a file names are kept. Give everybody there is, or a namesake is not noticed.
 */
export async function matchPhotoFiles<F extends Labelled, P extends Who>(
  files: readonly F[],
  people: AsyncIterable<P> | Iterable<P>,
  { by = matchKeys }: { by?: readonly MatchKey[] } = {},
): Promise<Matches<F, P>> {
  const ways = comparisonsBy(by).map((way) => ({ way, files: new Map<string, F[]>() }))
  for (const { way, files: named } of ways)
    for (const file of files)
      for (const text of readings(file.label).flatMap(way.ofLabel)) put(named, text, file)

  const found = ways.map(() => new Map<F, Map<string, P>>())
  for await (const person of people) {
    ways.forEach(({ way, files: named }, index) => {
      for (const text of way.ofPerson(person))
        for (const file of named.get(text) ?? []) note(found[index]!, file, person)
    })
  }

  const matches: Matches<F, P> = { matched: [], unmatched: [], ambiguous: [] }
  const byPerson = new Map<string, Match<F, P>[]>()
  for (const file of files) {
    const index = found.findIndex((people) => people.has(file))
    const key = ways[index]?.way.key
    const named = [...(found[index]?.get(file)?.values() ?? [])]
    const [person] = named
    if (key === undefined || person === undefined) matches.unmatched.push(file)
    else if (named.length > 1) matches.ambiguous.push({ files: [file], people: named, by: [key] })
    else byPerson.set(person.id, [...(byPerson.get(person.id) ?? []), { file, person, by: key }])
  }
  for (const theirs of byPerson.values()) {
    if (theirs.length === 1) matches.matched.push(...theirs)
    else matches.ambiguous.push(severalFor(theirs))
  }
  return matches
}

function severalFor<F, P>(theirs: readonly Match<F, P>[]): Ambiguity<F, P> {
  return {
    files: theirs.map(({ file }) => file),
    people: theirs.slice(0, 1).map(({ person }) => person),
    by: [...new Set(theirs.map(({ by }) => by))],
  }
}

/** A label as it is, and as it is meant where it is percent-encoded. */
function readings(label: string): string[] {
  try {
    const decoded = decodeURIComponent(label)
    return decoded === label ? [label] : [label, decoded]
  } catch {
    return [label]
  }
}

function put<F>(named: Map<string, F[]>, text: string, file: F): void {
  const others = named.get(text)
  if (!others) named.set(text, [file])
  else if (others.at(-1) !== file) others.push(file)
}

function note<F, P extends Who>(found: Map<F, Map<string, P>>, file: F, person: P): void {
  const people = found.get(file)
  if (!people) found.set(file, new Map([[person.id, person]]))
  else if (people.size < mostNamesakes) people.set(person.id, person)
}
