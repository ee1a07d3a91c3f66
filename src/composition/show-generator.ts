import type { GeneratorContribution } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import type { Contributed } from '../plugins/contributions.ts'
import { choicesOf, chosenLicence, narrowed } from '../plugins/option-choices.ts'
import { resolveOptions } from '../plugins/options.ts'
import type { GivenOption } from '../records.ts'

/**
 * A generator to be shown. Without options: all that it has, and what can be chosen among. With options: what there is,
 * and under which licence, once they are given. Throws `AppError` where they are not right.
 */
export async function shownGenerator(
  generator: Contributed<GeneratorContribution>,
  given: readonly GivenOption[],
) {
  const { options } = generator
  const choices = choicesOf(options)
  const stray = given.find(({ contribution }) => contribution !== generator.id)
  if (stray)
    throw new AppError(
      'wrong-use',
      `--option ${stray.contribution}.${stray.name} is not for ${generator.id}`,
      { hint: `Its own are written --option ${generator.id}.NAME=VALUE.` },
    )
  if (options === undefined || choices.length === 0) return { generator, choices: [] }
  if (given.length === 0) return { generator, choices: choices.map(({ properties: _, ...choice }) => choice) }
  const values = Object.fromEntries(given.map(({ name, value }) => [name, value]))
  const resolved = await resolveOptions(generator, values)
  const licence = chosenLicence(generator, resolved)
  return { generator: { ...generator, licence, options: narrowed(options, resolved) }, choices: [] }
}
