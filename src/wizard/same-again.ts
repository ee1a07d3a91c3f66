import { parseOption } from '../flags.ts'
import type { ChosenChain } from './chain.ts'
import { asTyped, type CommandLine, type Guide } from './guide.ts'

/** The command that does the same, to be copied. */
export function showCommand(guide: Guide, line: CommandLine): void {
  guide.say()
  guide.tell('The same without questions:')
  guide.say(`  ${asTyped(line)}`)
}

/** Offers to keep directory and chain in the settings, so that `avatarctl sync` alone does the same. */
export async function offerToKeep(guide: Guide, address: string, chain: ChosenChain): Promise<void> {
  const composition = guide.compose()
  const { directory, connections } = await composition.settings()
  const isConnection = Object.hasOwn(connections, address)
  const isKept = directory === address && chain.args.length === 0
  const isPractice = address === 'sandbox:'
  const isWanted =
    !isKept &&
    (await guide.isYes('Keep this in the settings?', {
      why: `Then \`avatarctl sync\` alone does the same: ${address} where no directory is named${chain.generator === undefined ? '' : `, with ${chain.generator}`}.`,
      assumed: !isPractice,
    }))
  if (isWanted) {
    const file = await composition.keepChoice({
      directory: address,
      connection: isConnection ? address : undefined,
      generator: chain.generator,
      options: chain.options.map(parseOption),
    })
    guide.did(`It is kept in ${file}.`)
    guide.tell(`It is in ${file}. From now on:`)
    guide.say('  avatarctl sync')
  }
  if (!isPractice)
    guide.tell('`avatarctl sync --watch 6h` keeps at it; docs/running has services, cron and others.')
}
