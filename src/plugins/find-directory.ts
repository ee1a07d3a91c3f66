import type { DirectoryContribution } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import { nearName } from '../near-name.ts'
import { neverShow } from '../redaction.ts'
import { Secret } from '../secret.ts'
import type { Contributed, Contributions } from './contributions.ts'

/** Which directory is meant, and what it is opened with. */
export interface FoundDirectory {
  contribution: Contributed<DirectoryContribution>
  /** Options as they were given, not checked yet. */
  values: Record<string, unknown>
  /** Those that the environment has. */
  secrets: Record<string, Secret>
  /** Its name in the settings, where it stands there. */
  connection?: string
  /** Secrets of its type that are nowhere to be found. */
  lacking?: readonly string[]
}

/** Where a directory may be described. */
export interface KnownConnections {
  environment: Readonly<Record<string, string | undefined>>
  /** The settings' own. */
  connections: Readonly<Record<string, { type: string; options: Readonly<Record<string, unknown>> }>>
}

/**
 * Finds the directory of `SCHEME:PATH`, of a connection's name, or of one that the environment describes. Throws
 * `AppError` `wrong-use`.
 */
export function findDirectory(
  address: string,
  contributions: Contributions,
  known: KnownConnections,
): FoundDirectory {
  const { directories } = contributions
  const configured = Object.hasOwn(known.connections, address) ? known.connections[address] : undefined
  if (configured) return fromSettings(address, configured, contributions, known)
  const [, ...rest] = address.split(':')
  const byScheme = ofScheme(address, contributions)
  if (byScheme) {
    const path = rest.join(':')
    return { contribution: byScheme, values: path === '' ? {} : { path }, secrets: {} }
  }
  const byName = directories.find((one) => one.id === address && one.environment)
  if (!byName) {
    const near = nearName(address, Object.keys(known.connections))
    throw new AppError('wrong-use', `There is no directory "${address}"`, {
      hint: `${near === undefined ? '' : `Did you mean ${near}? `}${knownHere(contributions, known)}`,
    })
  }
  const lacking = missing(byName, known.environment)
  if (lacking.length === 0) return fromEnvironment(byName, known.environment)
  throw new AppError('wrong-use', `${byName.title} needs ${lacking.join(', ')}`, {
    hint: 'Set these environment variables and run the same again, or make a connection with `avatarctl connections add`.',
  })
}

/** Whether the environment has all that a directory needs. */
export function describedIn(
  environment: KnownConnections['environment'],
  contribution: DirectoryContribution,
): boolean {
  return contribution.environment !== undefined && missing(contribution, environment).length === 0
}

const ofScheme = (address: string, { directories }: Contributions) =>
  directories.find((one) => address.includes(':') && one.scheme === address.split(':')[0])

/** Whether anything is known under an address, whether it can be opened or not. */
export function isDirectory(address: string, contributions: Contributions, known: KnownConnections): boolean {
  const isService = contributions.directories.some((one) => one.id === address && one.environment)
  return (
    Object.hasOwn(known.connections, address) || isService || ofScheme(address, contributions) !== undefined
  )
}

/** The directory that is meant where none is named: the one that the environment describes, else the settings' own. */
export function defaultAddress(
  contributions: Contributions,
  known: KnownConnections & { directory?: string | undefined },
): string {
  const [first] = described(contributions, known.environment)
  const address = first?.id ?? known.directory
  if (address !== undefined) return address
  throw new AppError('wrong-use', 'No directory was named', {
    hint: `Name one with -d, or set AVATARCTL_DIRECTORY. ${knownHere(contributions, known)}`,
  })
}

/** The directories that these variables describe. */
export function described(
  { directories }: Contributions,
  variables: KnownConnections['environment'],
): Contributed<DirectoryContribution>[] {
  return directories.filter((one) => one.environment && missing(one, variables).length === 0)
}

function knownHere({ directories }: Contributions, { connections }: KnownConnections): string {
  const addresses = directories.map(({ id, scheme }) => (scheme === undefined ? id : `${scheme}:`))
  const all = [...Object.keys(connections), ...addresses]
  return `Known here: ${all.join(', ') || 'none'} (for example -d folder:PATH).`
}

function fromSettings(
  connection: string,
  { type, options }: KnownConnections['connections'][string],
  { directories }: Contributions,
  { environment }: KnownConnections,
): FoundDirectory {
  const contribution = directories.find(({ id }) => id === type)
  if (!contribution) {
    const ids = directories.map(({ id }) => id)
    const near = nearName(type, ids)
    throw new AppError(
      'wrong-use',
      `The connection ${connection} is of the type "${type}", which nobody here brings`,
      { hint: `${near === undefined ? '' : `Did you mean ${near}? `}Known here: ${ids.join(', ')}.` },
    )
  }
  const [misplaced] = misplacedSecrets(contribution, options)
  if (misplaced !== undefined)
    throw new AppError(
      'wrong-use',
      `The connection ${connection} has ${misplaced} in the settings, where everybody can read it`,
      { hint: `Take it out there, and run \`avatarctl login ${connection}\`, which keeps it safe.` },
    )
  const found = {
    contribution,
    values: { ...options },
    secrets: ownSecrets(connection, contribution, environment),
    connection,
  }
  if (connection !== type) return found
  // The service's own variables describe the connection that is called after it.
  const described = fromEnvironment(contribution, environment)
  return {
    ...found,
    values: { ...found.values, ...described.values },
    secrets: { ...described.secrets, ...found.secrets },
  }
}

/** Secrets that stand among the options, where they are none. They are not shown all the same. */
function misplacedSecrets(
  { secrets = [] }: DirectoryContribution,
  options: Readonly<Record<string, unknown>>,
): string[] {
  const misplaced = secrets.filter((name) => Object.hasOwn(options, name))
  for (const name of misplaced) neverShow(String(options[name]))
  return misplaced
}

/** The variable that holds a secret of one connection. */
export function secretVariable(connection: string, secret: string): string {
  const shouted = `${connection}_${secret.replace(/[A-Z]/g, '_$&')}`
  return `AVATARCTL_SECRET_${shouted.replaceAll('-', '_').toUpperCase()}`
}

function ownSecrets(
  connection: string,
  { secrets = [] }: DirectoryContribution,
  environment: KnownConnections['environment'],
): Record<string, Secret> {
  const own: Record<string, Secret> = {}
  for (const name of secrets) {
    const value = environment[secretVariable(connection, name)]
    if (value) own[name] = new Secret(value)
  }
  return own
}

/** Variables that have to be set and are not: those of secrets and of required options. */
function missing(
  { environment = {}, options, secrets = [] }: DirectoryContribution,
  variables: KnownConnections['environment'],
): string[] {
  const required = new Set([...((options?.['required'] as string[] | undefined) ?? []), ...secrets])
  return Object.entries(environment)
    .filter(([variable, name]) => required.has(name) && !variables[variable])
    .map(([variable]) => variable)
}

function fromEnvironment(
  contribution: Contributed<DirectoryContribution>,
  variables: KnownConnections['environment'],
): FoundDirectory {
  const found: FoundDirectory = { contribution, values: {}, secrets: {} }
  for (const [variable, name] of Object.entries(contribution.environment ?? {})) {
    const value = variables[variable]
    if (!value) continue
    if (contribution.secrets?.includes(name)) found.secrets[name] = new Secret(value)
    else found.values[name] = value
  }
  return found
}
