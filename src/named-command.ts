import type { Config } from '@oclif/core'
import { AppError } from './errors.ts'
import { nearName } from './near-name.ts'

/**
 * Throws `AppError` `wrong-use` where a command line begins with no command, with the one that may have been meant. A topic
 * by itself is answered with its help; a script that asked for JSON is told what is missing.
 */
export function mustNameCommand(
  argv: readonly string[],
  config: Pick<Config, 'bin' | 'commands' | 'commandIDs' | 'findCommand' | 'findTopic'>,
  { asJson }: { asJson: boolean },
): void {
  const end = argv.findIndex((word) => word.startsWith('-'))
  const before = end < 0 ? argv : argv.slice(0, end)
  const words = before[0] === 'help' ? before.slice(1) : before
  if (words.length === 0) return
  const whole = words.join(':')
  if (config.findCommand(whole)) return
  if (config.findTopic(whole)) {
    if (!asJson || argv.includes('--help') || before[0] === 'help') return
    const hint = `There is ${namesBelow(whole, config).join(', ')}.`
    throw new AppError('wrong-use', `"${words.join(' ')}" is not a command by itself`, { hint })
  }
  const depth = words.findLastIndex((_, index) => config.findCommand(words.slice(0, index + 1).join(':'))) + 1
  if (depth > 0) return mustTakeArguments(words, depth, config)
  throw unknown(words, config)
}

/** oclif takes what follows a command without arguments for another command. */
function mustTakeArguments(
  words: readonly string[],
  depth: number,
  config: Pick<Config, 'bin' | 'findCommand'>,
): void {
  const name = words.slice(0, depth)
  const { args = {}, strict } = config.findCommand(name.join(':')) ?? {}
  if (strict === false || Object.keys(args).length > 0) return
  const [first = ''] = words.slice(depth)
  throw new AppError(
    'wrong-use',
    `${config.bin} ${name.join(' ')} takes no argument, and was given "${first}"`,
    {
      hint: `\`${config.bin} ${name.join(' ')} --help\` has its flags.`,
    },
  )
}

function unknown(
  words: readonly string[],
  config: Pick<Config, 'bin' | 'commandIDs' | 'findTopic'>,
): AppError {
  const topics = words
    .map((_, index) => words.slice(0, index + 1))
    .filter((some) => config.findTopic(some.join(':')))
  const topic = topics.at(-1)
  const last = words[topic?.length ?? 0] ?? ''
  const names = topic ? namesBelow(topic.join(':'), config) : namesBelow('', config)
  const written = [...(topic ?? []), last].join(' ')
  const near = nearName(written, names)
  const all = topic ? `There is ${names.join(', ')}.` : `\`${config.bin} --help\` shows every command.`
  return new AppError('wrong-use', `There is no command "${written}"`, {
    hint: near === undefined ? all : `Did you mean \`${config.bin} ${near}\`? ${all}`,
  })
}

/** Commands and topics right below a topic, as they are typed. */
function namesBelow(topic: string, { commandIDs }: Pick<Config, 'commandIDs'>): string[] {
  const parents = topic === '' ? [] : topic.split(':')
  const below = commandIDs
    .map((id) => id.split(':'))
    .filter((parts) => parents.every((part, index) => parts[index] === part) && parts.length > parents.length)
  return [...new Set(below.map((parts) => parts.slice(0, parents.length + 1).join(' ')))].sort()
}
