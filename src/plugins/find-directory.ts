import type { DirectoryContribution } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import type { Contributed, Contributions } from './contributions.ts'

/** Which directory is meant, and what it is opened with. */
export interface FoundDirectory {
  contribution: Contributed<DirectoryContribution>
  values: Record<string, string>
  secrets: Record<string, string>
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Finds the directory of `SCHEME:PATH` or of a connection's name; without either, the one connection that the
 * environment describes completely. Throws `AppError` `wrong-use`.
 */
export function findDirectory(
  address: string | undefined,
  { directories }: Contributions,
  environment: Environment,
): FoundDirectory {
  const known = () => {
    const addresses = directories.map(({ id, scheme }) => (scheme === undefined ? id : `${scheme}:`))
    return `Known here: ${addresses.join(', ') || 'none'} (for example -d folder:PATH).`
  }
  if (address === undefined || address === '') {
    const described = directories.find((one) => one.environment && missing(one, environment).length === 0)
    if (described) return fromEnvironment(described, environment)
    throw new AppError('wrong-use', 'No directory was named', {
      hint: `Name one with -d, or set AVATARCTL_DIRECTORY. ${known()}`,
    })
  }
  const [scheme, ...rest] = address.split(':')
  const byScheme = directories.find((one) => one.scheme === scheme && address.includes(':'))
  if (byScheme) {
    const path = rest.join(':')
    return { contribution: byScheme, values: path === '' ? {} : { path }, secrets: {} }
  }
  const byName = directories.find((one) => one.id === address && one.environment)
  if (!byName) throw new AppError('wrong-use', `There is no directory "${address}"`, { hint: known() })
  const lacking = missing(byName, environment)
  if (lacking.length === 0) return fromEnvironment(byName, environment)
  throw new AppError('wrong-use', `${byName.title} needs ${lacking.join(', ')}`, {
    hint: 'Set these environment variables and run the same again.',
  })
}

/** Variables that have to be set and are not: those of secrets and of required options. */
function missing(
  { environment = {}, options, secrets = [] }: DirectoryContribution,
  variables: Environment,
): string[] {
  const required = new Set([...((options?.['required'] as string[] | undefined) ?? []), ...secrets])
  return Object.entries(environment)
    .filter(([variable, name]) => required.has(name) && !variables[variable])
    .map(([variable]) => variable)
}

function fromEnvironment(
  contribution: Contributed<DirectoryContribution>,
  variables: Environment,
): FoundDirectory {
  const found: FoundDirectory = { contribution, values: {}, secrets: {} }
  for (const [variable, name] of Object.entries(contribution.environment ?? {})) {
    const value = variables[variable]
    if (!value) continue
    const target = contribution.secrets?.includes(name) ? found.secrets : found.values
    target[name] = value
  }
  return found
}
