import type { GeneratorContribution } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import { neverShow } from '../redaction.ts'
import { Secret } from '../secret.ts'

/** What of a contribution says where its options and secrets may come from. */
export type Described = Pick<GeneratorContribution, 'id' | 'secrets' | 'environment' | 'options'>

/** What the environment has for a generator. */
export interface GeneratorInputs {
  options: Record<string, string>
  /** The variable that each of these options is from. */
  variables: Record<string, string>
  secrets: Record<string, Secret>
}

/** Options and secrets out of the variables that a generator's manifest names. */
export function inputsFrom(
  { secrets: names = [], environment = {} }: Described,
  variables: Readonly<Record<string, string | undefined>>,
): GeneratorInputs {
  const found: GeneratorInputs = { options: {}, variables: {}, secrets: {} }
  for (const [variable, name] of Object.entries(environment)) {
    const value = variables[variable]
    if (!value) continue
    if (names.includes(name)) found.secrets[name] = new Secret(value)
    else {
      found.options[name] = value
      found.variables[name] = variable
    }
  }
  return found
}

/** The variables that hold an option or a secret. */
export function variablesFor({ environment = {} }: Described, name: string): string[] {
  return Object.entries(environment).flatMap(([variable, one]) => (one === name ? [variable] : []))
}

/** Secrets have no place in options, which others can read; nothing of them is repeated. Throws `AppError`. */
export function mustBeNoSecret(contribution: Described, given: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (!contribution.secrets?.includes(name)) continue
    neverShow(String(value))
    throw new AppError(
      'wrong-use',
      `${name} of ${contribution.id} is a secret, and others can read options`,
      {
        hint: `Leave it out there. ${waysToGive(contribution, name)}`,
      },
    )
  }
}

/** Throws `AppError` with every way to give it where an option that has to be there is not. */
export function mustHaveOptions(contribution: Described, given: Readonly<Record<string, unknown>>): void {
  const { id, options } = contribution
  const required = (options?.['required'] ?? []) as string[]
  const lacking = required.find((name) => !Object.hasOwn(given, name))
  if (lacking === undefined) return
  const variables = variablesFor(contribution, lacking).map((variable) => `${variable} in the environment, `)
  throw new AppError('wrong-use', `${id} needs its option ${lacking}`, {
    hint: `Give it as ${variables.join('')}--option ${id}.${lacking}=VALUE, or under generatorOptions in the settings.`,
  })
}

/** Throws `AppError` with every way to give them where one is nowhere to be found. */
export function mustHaveAll(contribution: Described, secrets: Readonly<Record<string, Secret>>): void {
  const lacking = contribution.secrets?.find((name) => !Object.hasOwn(secrets, name))
  if (lacking === undefined) return
  throw new AppError('wrong-use', `${contribution.id} needs its secret ${lacking}`, {
    hint: waysToGive(contribution, lacking),
  })
}

function waysToGive(contribution: Described, name: string): string {
  const login = `\`avatarctl login -g ${contribution.id}\``
  const variables = variablesFor(contribution, name).join(' or ')
  return variables === ''
    ? `${login} asks for it and keeps it.`
    : `${login} asks for it and keeps it; or set ${variables}.`
}
