import type { PersonStatus } from '@avatarctl/sdk'
import { Flags } from '@oclif/core'
import type { Composition } from './composition.ts'
import { AppError } from './errors.ts'
import { conditionsFrom, type Selection, whereFields } from './operations/select-people.ts'
import type { GivenOption } from './records.ts'

const statuses: readonly PersonStatus[] = ['enabled', 'notActivated', 'disabled', 'unassigned']

/** `-d`: which directory, or which several. */
export const directoryFlag = {
  directory: Flags.string({
    char: 'd',
    description:
      'the directory: a connection of the settings, folder:PATH, sandbox:, or ringcentral where RC_* variables describe it; several as a,b or ringcentral:*',
    env: 'AVATARCTL_DIRECTORY',
    helpValue: 'NAME',
  }),
}

/** `--kind`, `--status`, `--where`: which of its people. */
export const selectionFlags = {
  kind: Flags.option({
    description: 'people, or rooms, queues and the like',
    options: ['person', 'other', 'all'] as const,
    default: 'person',
    env: 'AVATARCTL_KIND',
  })(),
  status: Flags.string({
    description: `which of ${statuses.join(', ')}, separated by commas`,
    default: 'enabled,notActivated',
    env: 'AVATARCTL_STATUS',
    helpValue: 'LIST',
  }),
  where: Flags.string({
    description: `only people whose field matches, e.g. department=Sales* (${whereFields.join(', ')})`,
    multiple: true,
    multipleNonGreedy: true,
    env: 'AVATARCTL_WHERE',
    helpValue: 'FIELD=GLOB',
  }),
}

/** `--person`: only these, whatever their kind and status. */
export const personFlag = {
  person: Flags.string({
    description: 'only this person: id, e-mail or extension (may be repeated)',
    multiple: true,
    multipleNonGreedy: true,
    env: 'AVATARCTL_PERSON',
    helpValue: 'KEY',
  }),
}

/** `--me`: only the user who is signed in. */
export const meFlag = (instead: readonly string[]) => ({
  me: Flags.boolean({
    description:
      'only your own photo: that of whoever is signed in, who needs no right to see or edit others',
    // As a relation and not as `exclusive`, which the help takes for one choice among all of them.
    relationships: [{ type: 'none', flags: [...instead] }],
    env: 'AVATARCTL_ME',
  }),
})

/** `--size` with a size of its own where none is given. */
export const sizeFlag = (pixels: number) =>
  Flags.integer({
    ...{ description: 'width and height in pixels', default: pixels },
    ...{ min: 16, max: 4096, env: 'AVATARCTL_SIZE', helpValue: 'PX' },
  })

/** `-g`, `--size`, `--option`: how an image is made. */
export const imageFlags = {
  generator: Flags.string({
    char: 'g',
    description:
      'generators in order of preference, separated by commas (default: initials, and identicon for whom no letters can be drawn)',
    env: 'AVATARCTL_GENERATOR',
    helpValue: 'CHAIN',
  }),
  size: Flags.integer({
    description: 'width and height in pixels (default: what suits the directory)',
    min: 16,
    max: 4096,
    env: 'AVATARCTL_SIZE',
    helpValue: 'PX',
  }),
  'on-failure': Flags.option({
    description: 'what to do where a generator fails: leave the person out, or use the next one of the chain',
    options: ['skip', 'next'] as const,
    default: 'skip',
    env: 'AVATARCTL_ON_FAILURE',
  })(),
  prefer: Flags.option({
    description: 'which photo, where several generators of the chain have one: artwork is not compared',
    options: ['first', 'largest', 'newest'] as const,
    default: 'first',
    env: 'AVATARCTL_PREFER',
  })(),
  option: Flags.string({
    description: 'an option of a generator (may be repeated)',
    multiple: true,
    multipleNonGreedy: true,
    env: 'AVATARCTL_OPTION',
    helpValue: 'GENERATOR.NAME=VALUE',
  }),
}

/** `--size`, `--crop`, `--background`: how a photo is made of an image that somebody has. */
export const lookFlags = {
  size: imageFlags.size,
  crop: Flags.option({
    description: 'which part is kept of what is not square; contain: all of it',
    options: ['attention', 'centre', 'top', 'contain'] as const,
    default: 'attention',
    env: 'AVATARCTL_CROP',
  })(),
  background: Flags.string({
    description: 'what lies under what is transparent, as a CSS colour',
    default: 'white',
    env: 'AVATARCTL_BACKGROUND',
    helpValue: 'COLOUR',
  }),
}

/** `--concurrency`. */
export const concurrencyFlag = {
  concurrency: Flags.integer({
    description: 'how many people at the same time',
    default: 32,
    min: 1,
    max: 64,
    env: 'AVATARCTL_CONCURRENCY',
    helpValue: 'N',
  }),
}

/** `--wait`. */
export const waitFlag = {
  wait: Flags.boolean({
    description: 'wait while another run holds the lock, instead of ending with exit code 7',
    env: 'AVATARCTL_WAIT',
  }),
}

/** `--report`. */
export const reportFlag = {
  report: Flags.string({
    description: 'also a page for people: faces before and after, reasons, and who failed and why',
    env: 'AVATARCTL_REPORT',
    helpValue: 'FILE.html',
  }),
}

/** The values of a flag that may be repeated; oclif hands one from the environment over as it is. */
export function valuesOf(flag: readonly string[] | string | undefined): string[] {
  return flag === undefined ? [] : [flag].flat()
}

/** How pictures are made, as flags say it. Throws `AppError` `wrong-use`. */
export function chainFrom(flags: {
  generator?: string | undefined
  option?: string[] | undefined
  'on-failure': 'skip' | 'next'
  prefer: 'first' | 'largest' | 'newest'
}) {
  const options = valuesOf(flags.option).map(parseOption)
  return { generator: flags.generator, options, onFailure: flags['on-failure'], prefer: flags.prefer }
}

/** The selection that flags describe, without those whom the settings leave alone. Throws `AppError` `wrong-use`. */
export function selectionFrom(
  flags: {
    kind: 'person' | 'other' | 'all'
    status: string
    where?: string[] | undefined
    person?: string[] | undefined
  },
  { exclude = [] }: { exclude?: readonly string[] } = {},
): Selection {
  const status = flags.status.split(',').map((text) => {
    const known = statuses.find((one) => one.toLowerCase() === text.trim().toLowerCase())
    if (known) return known
    throw new AppError('wrong-use', `--status ${text.trim()} is not known`, {
      hint: `Known: ${statuses.join(', ')}.`,
    })
  })
  return {
    kind: flags.kind,
    status,
    where: conditionsFrom(valuesOf(flags.where)),
    keys: valuesOf(flags.person),
    exclude: conditionsFrom(exclude),
  }
}

/** `--max-changes N` or `N%`. Throws `AppError` `wrong-use`. */
export function parseMaxChanges(text: string): { count: number } | { percent: number } {
  const match = /^(\d+)(%?)$/.exec(text.trim())
  const number = Number(match?.[1])
  if (!match || (match[2] === '%' && number > 100)) {
    throw new AppError('wrong-use', `--max-changes ${text} is not a number of people or a percentage`, {
      hint: 'For example --max-changes 50, or --max-changes 5%.',
    })
  }
  return match[2] === '%' ? { percent: number } : { count: number }
}

/** How often something is done. */
export interface Interval {
  ms: number
  /** As the user wrote it. */
  text: string
}

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const longestIntervalMs = 31 * unitMs.d

/** `--watch 15m`. Throws `AppError` `wrong-use`. */
export function parseInterval(given: string): Interval {
  const text = given.trim().toLowerCase()
  const match = /^(\d+)([smhd])$/.exec(text)
  const ms = match ? Number(match[1]) * unitMs[match[2] as keyof typeof unitMs] : NaN
  if (ms >= unitMs.s && ms <= longestIntervalMs) return { ms, text }
  const what = match ? 'is out of bounds' : 'is no interval'
  throw new AppError('wrong-use', `--watch ${given} ${what}`, {
    hint: 'For example 90s, 15m, 6h or 1d: a whole number with its unit, from 1s to 31d.',
  })
}

/** Reads `GENERATOR.NAME=VALUE`. Throws `AppError` `wrong-use`. */
export function parseOption(text: string): GivenOption {
  const match = /^([a-z][a-z0-9-]*)\.([^.=]+)=(.*)$/su.exec(text)
  if (!match) {
    throw new AppError('wrong-use', `--option ${text} is not of the form GENERATOR.NAME=VALUE`, {
      hint: '`avatarctl generators show ID` lists the names.',
    })
  }
  const [, contribution = '', name = '', value = ''] = match
  return { contribution, name, value }
}

/** How people are chosen and pictures made, as the settings say it. */
type Preferred = Awaited<ReturnType<Composition['preferences']>>

/** A command line as oclif reads it. */
interface Parsed<F> {
  flags: F
  metadata: { flags: Partial<Record<string, { setFromDefault?: boolean } | undefined>> }
}

/** The preference that stands in for a flag which was given neither on the command line nor by the environment. */
export const preferenceOf = {
  size: 'size',
  'on-failure': 'onFailure',
  prefer: 'prefer',
  concurrency: 'concurrency',
  kind: 'kind',
  status: 'status',
  'max-changes': 'maxChanges',
} as const satisfies Record<string, keyof Preferred>

/** The flags of a command, with those that were left out as the settings have them. */
export function withPreferences<F extends object>({ flags, metadata }: Parsed<F>, preferred: Preferred): F {
  const settled = { ...flags } as Record<string, unknown>
  for (const [flag, preference] of Object.entries(preferenceOf)) {
    const wasGiven = settled[flag] !== undefined && metadata.flags[flag]?.setFromDefault !== true
    const value = preferred[preference]
    if (!wasGiven && value !== undefined) settled[flag] = value
  }
  return settled as F
}
