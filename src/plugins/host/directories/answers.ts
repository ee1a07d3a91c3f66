import type { Directory, NoPhoto, Person, Photo, PhotoState } from '@avatarctl/sdk'
import type { PeopleBatch } from './messages.ts'

/** What a directory in a host says of itself. */
export interface Opened extends Pick<Directory, 'identity' | 'limits' | 'can'> {
  /** Whether it has `removePhoto`, `writeTurn`, and `me`. */
  removes: boolean
  givesTurns: boolean
  knowsMe: boolean
}

// What a plugin has answered, looked at as something that may be anything. Each of these throws a `TypeError` whose
// words go on where "acme of the plugin acme 1.0.0 gave" ends; what was not asked for is left out.

export function originsIn(value: unknown): string[] {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string'))
    throw new TypeError('origins that are no list of texts')
  return value
}

export function openedIn(value: unknown): Opened {
  const { identity, limits, can, removes, givesTurns, knowsMe } = objectIn(value, 'nothing that was opened')
  const { service, account } = objectIn(identity, 'no identity')
  const { mediaTypes, maxBytes, maxPixels, preferredSize } = objectIn(limits, 'no limits')
  const abilities = objectIn(can, 'no word on what it can do')
  const able = (name: keyof Directory['can']) => {
    const value = abilities[name]
    return typeof value === 'boolean' ? value : wrong(`no word on whether it can: ${name}`)
  }
  const amount = (value: unknown) =>
    typeof value === 'number' && value > 0 ? value : wrong('a limit that is no number above zero')
  if (!Array.isArray(mediaTypes) || mediaTypes.length === 0) wrong('no media types')
  return {
    identity: { service: text(service, 'no service'), account: text(account, 'no account') },
    limits: {
      mediaTypes: (mediaTypes as unknown[]).map(mediaType),
      ...{ maxBytes: amount(maxBytes), maxPixels: amount(maxPixels), preferredSize: amount(preferredSize) },
    },
    can: {
      ...{ read: able('read'), write: able('write'), remove: able('remove'), reencodes: able('reencodes') },
      ...{ conditionalWrite: able('conditionalWrite'), versionInList: able('versionInList') },
    },
    removes: removes === true,
    givesTurns: givesTurns === true,
    knowsMe: knowsMe === true,
  }
}

export function batchIn(value: unknown): PeopleBatch & { people: Person[] } {
  const { people, isDone } = objectIn(value, 'no list of people')
  if (!Array.isArray(people)) throw new TypeError('no list of people')
  return { people: people.map(personIn), isDone: isDone === true }
}

type Detail = Exclude<keyof Person, 'id' | 'kind' | 'status' | 'photo'>
/** A record, so that none is forgotten when people get another one. */
const details: Record<Detail, true> = {
  ...{ name: true, firstName: true, lastName: true, email: true, extension: true },
  ...{ employee: true, department: true, site: true, initials: true },
}
const kinds: readonly Person['kind'][] = ['person', 'other']
const statuses: readonly Person['status'][] = ['enabled', 'notActivated', 'disabled', 'unassigned']

export function personIn(value: unknown): Person {
  const record = objectIn(value, 'a person who is no object')
  const id = text(record['id'], 'a person without an id')
  const whose = `a person (${id.slice(0, 40)}) whose`
  const person: Person = {
    id,
    kind: oneOf(kinds, record['kind'], `${whose} kind is not known`),
    status: oneOf(statuses, record['status'], `${whose} status is not known`),
    photo: photoStateIn(record['photo'], whose),
  }
  for (const name of Object.keys(details) as Detail[]) {
    const detail = record[name]
    if (detail === undefined) continue
    if (typeof detail !== 'string') wrong(`${whose} ${name} is no text`)
    else person[name] = detail
  }
  return person
}

function photoStateIn(value: unknown, whose: string): PhotoState {
  const { state, version } = objectIn(value, `${whose} photo is not told of`)
  if (state === 'missing' || state === 'unknown') return { state }
  if (state !== 'present') wrong(`${whose} photo is in no known state`)
  if (version === undefined) return { state: 'present' }
  return { state: 'present', version: text(version, `${whose} photo has a version that is no text`) }
}

/** The bytes of a photo came beside its answer. */
export function photoIn(value: unknown, bytes: Uint8Array): Photo | NoPhoto {
  const { state, mediaType: type, version, name } = objectIn(value, 'no photo')
  if (state === 'missing') return { state }
  if (state !== 'present') wrong('a photo in no known state')
  return {
    ...{ state: 'present', bytes, mediaType: mediaType(type) },
    version: text(version, 'a photo without a version'),
    ...(typeof name === 'string' ? { name } : {}),
  }
}

export function turnIn(value: unknown): { turn: number; group: string } {
  const { turn, group } = objectIn(value, 'no turn')
  if (!Number.isSafeInteger(turn)) wrong('no turn')
  return { turn: turn as number, group: text(group, 'a turn of no group') }
}

function objectIn(value: unknown, complaint: string): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) wrong(complaint)
  return value as Record<string, unknown>
}

function text(value: unknown, complaint: string): string {
  return typeof value === 'string' && value !== '' ? value : wrong(complaint)
}

function mediaType(value: unknown): string {
  return typeof value === 'string' && /^image\/[\w.+-]{1,100}$/.test(value)
    ? value
    : wrong('a media type that is none of an image')
}

function oneOf<T>(known: readonly T[], value: unknown, complaint: string): T {
  return known.includes(value as T) ? (value as T) : wrong(complaint)
}

function wrong(complaint: string): never {
  throw new TypeError(complaint)
}
