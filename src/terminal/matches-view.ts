import { bold } from 'ansis'
import type { MatchedPhotos, PassedOverFile } from '../own-photos.ts'
import { nameOf, personOf } from './changes-view.ts'
import type { JsonDocument } from './json-document.ts'
import { sentenceFor } from './sentence.ts'
import { table } from './table.ts'

/** Files that go up are shown again with what became of them; of those that do not, nobody hears again. */
const most = { matched: 20, others: 200 }

const keyWords = {
  email: 'e-mail',
  extension: 'extension',
  id: 'id',
  employee: 'employee number',
  name: 'name',
}

interface Row {
  file: string
  about: string
}

/** Says whose photo is which, and which are nobody's, in lines that are not longer than `room`. */
export function matchLines(
  { matched, unmatched, ambiguous }: MatchedPhotos,
  passedOver: readonly PassedOverFile[],
  room: number,
): string[] {
  const rows = matched.map((match) => ({
    file: match.photo.name,
    about: nameOf(match),
    by: keyWords[match.by],
  }))
  const matchedColumns = [
    { title: 'FILE', value: ({ file }: Row) => file },
    { title: 'PERSON', value: ({ about }: Row) => about },
    { title: 'KNOWN BY', value: ({ by }: (typeof rows)[number]) => by },
  ]
  const columns = (title: string) => [
    { title: 'FILE', value: ({ file }: Row) => file },
    { title, value: ({ about }: Row) => about },
  ]
  return [
    ...block(
      'Matched',
      rows.length,
      rows.length > 0 ? cut(table(matchedColumns, rows, room - 2), most.matched) : [],
    ),
    ...block(
      'Left alone, as nobody can say whose it is',
      ambiguous.length,
      cut(table(columns('COULD BE'), ambiguous.map(doubtOf), room - 2), most.others),
    ),
    ...block(
      'Left alone, as nobody is called so',
      unmatched.length,
      cut(
        unmatched.map(({ name }) => sentenceFor({}, name)),
        most.others,
      ),
    ),
    ...block(
      'Not looked at',
      passedOver.length,
      cut(
        table(
          columns('WHY'),
          passedOver.map(({ file, why }) => ({ file, about: why })),
          room - 2,
        ),
        most.others,
      ),
    ),
  ]
}

function doubtOf({ photos, people, by }: MatchedPhotos['ambiguous'][number]): Row {
  const names = people.map((person) => nameOf({ person }))
  const known = by.map((key) => keyWords[key]).join(', ')
  const about =
    photos.length > 1
      ? `all of them ${names.join(', ')} (by ${known})`
      : `${names.join(' or ')} (by ${known})`
  return { file: photos.map(({ name }) => name).join(', '), about }
}

function block(title: string, count: number, lines: readonly string[]): string[] {
  return count === 0 ? [] : [bold(`${title} (${count})`), ...lines.map((line) => `  ${line}`)]
}

/** The head of a table is one line more. */
function cut(lines: readonly string[], count: number): string[] {
  if (lines.length <= count + 1) return [...lines]
  return [...lines.slice(0, count + 1), `… and ${lines.length - count - 1} more`]
}

/** The same for scripts; those that match stand with what becomes of them. */
export function putMatches(
  document: JsonDocument,
  { unmatched, ambiguous }: MatchedPhotos,
  passedOver: readonly PassedOverFile[],
): void {
  document.list('unmatched')
  for (const { name } of unmatched) document.item('unmatched', { file: name })
  document.list('ambiguous')
  for (const { photos, people, by } of ambiguous)
    document.item('ambiguous', {
      files: photos.map(({ name }) => name),
      people: people.map((person) => personOf({ person })),
      by,
    })
  document.list('passedOver')
  for (const one of passedOver) document.item('passedOver', one)
}
