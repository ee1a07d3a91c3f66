import type { DirectoryContribution } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import type { Contributed } from '../plugins/contributions.ts'
import { optionQuestions, titleOf } from '../plugins/option-questions.ts'
import { resolveOptions } from '../plugins/options.ts'
import type { ConnectionType } from '../records.ts'
import { absolutePath } from './absolute-path.ts'

/** A kind of directory that there can be a connection to. */
export function connectionType(directory: Contributed<DirectoryContribution>): ConnectionType {
  const { id, title, description = null, environment, options, secrets = [] } = directory
  return {
    ...{ id, title, description, isDescribable: environment !== undefined },
    secrets: secrets.map((name) => ({ name, title: titleOf(name) })),
    questions: (answers) => optionQuestions(options, answers),
    optionsFrom: (given) => optionsFrom(directory, given),
  }
}

/** What goes into the settings: checked, of the right types, without what was left out, and the same from every folder. */
async function optionsFrom(
  directory: Contributed<DirectoryContribution>,
  given: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const secret = directory.secrets?.find((name) => Object.hasOwn(given, name))
  if (secret !== undefined)
    throw new AppError('wrong-use', `${secret} is a secret, and others can read the command line`, {
      hint: 'Leave it out here: `avatarctl login NAME` asks for it, or takes it from standard input.',
    })
  const questions = optionQuestions(directory.options, given)
  const lacking = questions.filter(({ name, isRequired }) => isRequired && !Object.hasOwn(given, name))
  if (lacking.length > 0)
    throw new AppError(
      'wrong-use',
      `${directory.title} needs ${lacking.map(({ name }) => name).join(', ')}`,
      {
        hint: `Give ${lacking.map(({ name }) => `--option ${name}=VALUE`).join(' ')}.`,
      },
    )
  const paths = new Set(questions.filter(({ isPath }) => isPath).map(({ name }) => name))
  const values = Object.entries(given).map(([name, value]) => [
    name,
    paths.has(name) ? absolutePath(value) : value,
  ])
  const resolved = await resolveOptions(directory, Object.fromEntries(values) as Record<string, string>)
  return Object.fromEntries(Object.keys(given).map((name) => [name, resolved[name]]))
}
