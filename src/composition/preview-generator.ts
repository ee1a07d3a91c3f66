import type { GeneratorContribution } from '@avatarctl/sdk'
import { originsAmong } from '../network/admitted-hosts.ts'
import type { PreviewChoice } from '../operations/preview-generator.ts'
import type { Contributed } from '../plugins/contributions.ts'
import { choicesOf } from '../plugins/option-choices.ts'
import type { Chain } from '../ports.ts'
import type { GivenOption } from '../records.ts'

/** A generator alone, to be tried: with every choice that the user has not made, where an option decides what is drawn. */
export function previewedGenerator(
  generator: Contributed<GeneratorContribution>,
  given: readonly GivenOption[],
  makeChain: (options: readonly GivenOption[]) => Promise<Chain>,
) {
  const isOpen = ({ option }: PreviewChoice) => !given.some(({ name }) => name === option)
  return {
    generator,
    choices: choicesOf(generator.options)
      .filter(isOpen)
      .map(({ option, value }) => ({ option, value })),
    /** Whom it may ask, addresses of the user's included. */
    asks: [...new Set([...generator.hosts, ...originsAmong(given.map(({ value }) => value))])],
    chain: (choice: PreviewChoice | null) =>
      makeChain(
        choice
          ? [...given, { contribution: generator.id, name: choice.option, value: String(choice.value) }]
          : given,
      ),
  }
}
