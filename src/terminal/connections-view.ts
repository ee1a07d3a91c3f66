import type { ConnectionReport, ListedConnection } from '../records.ts'
import { bytesText } from './bytes-text.ts'
import { safeText } from './safe-text.ts'
import { table } from './table.ts'
import { labelled } from './wrapped.ts'

/** Connections as a table. */
export function connectionLines(connections: readonly ListedConnection[], room: number): string[] {
  const columns = [
    {
      title: 'NAME',
      value: ({ name, isDefault }: ListedConnection) => (isDefault ? `${name} (default)` : name),
    },
    { title: 'TYPE', value: ({ type }: ListedConnection) => type },
    { title: 'POINTS TO', value: pointsTo },
    { title: 'SECRETS', value: secretsText },
  ]
  return table(columns, connections, room)
}

/** What a connection is a connection to, from its options: the value of a single one, else each with its name. */
function pointsTo({ options, title, from, problem }: ListedConnection): string {
  if (problem !== null) return 'nothing that can be opened'
  const all = Object.entries(options)
  const [only] = all.length === 1 ? all : []
  const text = only ? String(only[1]) : all.map(([name, value]) => `${name} ${String(value)}`).join(', ')
  return `${text || title || ''}${from === 'environment' ? ' (from the environment)' : ''}`
}

/** Where secrets lie, in a word where all lie in the same place. Who is signed in through the browser lacks none. */
function secretsText({ secrets, session }: Pick<ListedConnection, 'secrets' | 'session'>): string {
  const given = [...Object.entries(secrets), ...Object.entries(session === null ? {} : { session })]
  const all = given
    .filter(([, place]) => place !== null || session === null)
    .map(([name, place]) => ({ name, place: place ?? 'none' }))
  const places = [...new Set(all.map(({ place }) => place))]
  if (all.length === 0) return 'needs none'
  if (places.length === 1) return places[0] ?? ''
  return all.map(({ name, place }) => `${name}: ${place}`).join(', ')
}

const at = 10

/** What was seen of a connection, in lines that are not longer than `width`. */
export function reportLines(
  {
    name,
    type,
    directory,
    report,
  }: { name: string; type: string; directory: string; report: ConnectionReport },
  width: number,
): string[] {
  const { people, limits, can, write, requests, rateLimited, openMs, lookUpMs } = report
  const { mediaTypes, maxBytes, maxPixels, preferredSize } = limits
  const count = people.more
    ? `more than ${people.counted} people`
    : countOf(people.counted, 'person', 'people')
  const kinds = mediaTypes.map((one) => one.replace('image/', '').toUpperCase()).join(', ')
  const waits = rateLimited > 0 ? `, ${rateLimited} of them had to wait` : ''
  const facts: [label: string, text: string][] = [
    ['Is', `${directory} (${type})`],
    ['Reading', `works: ${count}`],
    ['Writing', write === null ? 'is allowed' : `is not: ${write.message}`],
    [
      'Photos',
      `${kinds}, up to ${bytesText(maxBytes)} and ${Math.round(maxPixels / 1_000_000)} megapixels; ${preferredSize} pixels wide look best`,
    ],
    ['Can', abilities(can)],
    [
      'Answers',
      `opened in ${openMs} ms${lookUpMs === null ? '' : `, one person looked up in ${lookUpMs} ms`}${requests > 0 ? `; ${countOf(requests, 'request', 'requests')}${waits}` : ''}`,
    ],
  ]
  return [
    `${safeText(name)} works${write === null ? '' : ', for reading only'}`,
    ...facts.flatMap(([label, text]) => labelled(`  ${label}`, text, at + 2, width)),
  ]
}

function abilities(can: ConnectionReport['can']): string {
  const changes = [...(can.write ? ['replace photos'] : []), ...(can.remove ? ['remove them'] : [])]
  return [
    changes.join(' and ') || 'only be read',
    `${can.conditionalWrite ? 'notices' : 'does not notice'} a change by somebody else in the last moment`,
    can.reencodes ? 'shows photos in an encoding of its own' : 'shows photos as they were sent',
  ].join('; ')
}

function countOf(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
