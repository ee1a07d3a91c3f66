import type { OfferedContribution, PluginOffer } from '../records.ts'
import { whomItAsks } from './whom-it-asks.ts'

/** What a plugin adds, whom it asks and what it tells them: everything to know before saying yes, line by line. */
export function offerLines({
  name,
  version,
  publisher,
  source,
  contributes,
  warnings,
}: PluginOffer): string[] {
  const from = { registry: 'the registry', tarball: 'a tarball', folder: 'a folder' }[source]
  const rows = contributes.flatMap((one): [string, string][] => [
    [one.kind === 'generator' ? 'Generator' : 'Directory', `${one.id} (${one.title})`],
    ['  Asks', whomItAsks(one).join(', ') || (one.kind === 'generator' ? 'nobody' : 'whom you name')],
    ['  Sends', one.sends.join(', ') || 'nothing'],
    ...(one.reads
      ? [['  Reads', `${one.reads.join(', ')} of your environment`] satisfies [string, string]]
      : []),
    ...(one.licence === null ? [] : [['  Licence', one.licence] satisfies [string, string]]),
  ])
  const all: [string, string][] = [
    ['Plugin', `${name} ${version}, from ${from}`],
    ['Publisher', publisher ?? `not known; ${from} does not say`],
    ...rows,
    ...warnings.map((warning) => ['Note', warning] satisfies [string, string]),
  ]
  return all.map(([title, value]) => title.padEnd(11) + value)
}

/** The same as one sentence. */
export function offerSentence({ name, version, publisher, contributes }: PluginOffer): string {
  const by = publisher === null ? ', whose publisher is not known' : ` of ${publisher}`
  return `${name} ${version}${by}: ${contributes.map(partSentence).join('; ')}`
}

function partSentence({ kind, id, sends, ...one }: OfferedContribution): string {
  const asked = whomItAsks(one).join(', ')
  const asks = asked !== '' ? `asks ${asked}` : kind === 'generator' ? 'asks nobody' : ''
  const tells = sends.length > 0 ? `sends ${sends.join(', ')}` : ''
  return `the ${kind} ${id} ${[asks, tells].filter(Boolean).join(' and ')}`
}
