import { Config, Errors, run } from '@oclif/core'
import { onSecondInterrupt } from './base-command.ts'
import { exitCodes } from './errors.ts'
import { canAsk } from './terminal/ask.ts'
import { redactStream } from './terminal/redacted-stream.ts'
import { mustNameCommand } from './named-command.ts'
import { tellWarnings } from './terminal/runtime-warnings.ts'
import { type Journal, journalFor } from './terminal/journal.ts'
import { jsonDocument } from './terminal/json-document.ts'
import { type Manner, mannerOf } from './terminal/manner.ts'
import { onlyJson } from './terminal/only-json.ts'
import { explain, tell } from './told-error.ts'

const shortHelp = `avatarctl keeps every person in a company directory recognisable.

  avatarctl                          in a terminal: asks for everything, step by step
  avatarctl demo                     all of it, on a made-up company on this machine
  avatarctl list -d folder:PATH      who has a photo, and who put it up
  avatarctl sync -d folder:PATH      an avatar for everybody without a photo
  avatarctl restore -d folder:PATH --all

avatarctl --help shows every command.
`

/** Runs one command line; answers with the exit code. `root` is the package's folder. */
export async function main(given: string[], root: string, exit: (code: number) => void): Promise<number> {
  const argv = commandFirst(given)
  const giveRest = [process.stdout, process.stderr].map(redactStream)
  process.once('exit', () => giveRest.forEach((give) => give()))
  onSecondInterrupt(exit)
  const manner = mannerOf(argv)
  const journal = journalFor(manner)
  if (journal.asJson) onlyJson(process.stderr, manner)
  tellUncaught(manner, journal, exit)
  const output = watchOutput(journal)
  tellWarnings((sentence, facts) => journal.warn(sentence, facts), manner.debug)
  const isGuided =
    canAsk() && process.stdout.isTTY && !process.env['CI'] && !journal.asJson && isForWizard(argv)
  if (argv.length === 0 && !isGuided) {
    if (journal.asJson)
      journal.error('No command was given', { code: 'wrong-use', exitCode: exitCodes.wrongUse })
    else process.stderr.write(shortHelp)
    return exitCodes.wrongUse
  }
  // A plugin's package could otherwise bring a script that oclif runs at every start.
  process.env['OCLIF_DISABLE_RC'] = '1'
  try {
    const config = await Config.load({ root, userPlugins: false, devPlugins: false })
    if (isGuided) await (await import('./wizard/wizard.ts')).Wizard.start(argv, config)
    else {
      mustNameCommand(argv, config, { asJson: manner.asJson })
      await run(argv, config)
    }
    return await output.verdict(exitCodes.done)
  } catch (error) {
    if (error instanceof Errors.ExitError) return await output.verdict(error.oclif.exit ?? exitCodes.done)
    const told = explain(error, false)
    const document = jsonDocument((text) => process.stdout.write(text))
    tell(told, { ...manner, document, journal, error })
    return told.exitCode
  }
}

/** Node would write what nobody has caught past our streams, with every secret in it. */
function tellUncaught(manner: Manner, journal: Journal, exit: (code: number) => void): void {
  process.once('uncaughtException', (error) => {
    const told = explain(error, false)
    tell(told, { ...manner, asJson: false, document: jsonDocument(() => undefined), journal, error })
    exit(told.exitCode)
  })
}

/** No command, and nothing that speaks to programs: somebody at a terminal is asked what to do. */
const isForWizard = (argv: readonly string[]) =>
  argv.every((word) => ['--debug', '--no-color', '--safe-mode'].includes(word))

/** Flags that every command has may stand before it as well. */
function commandFirst(argv: string[]): string[] {
  const everywhere = ['--json', '--quiet', '--debug', '--no-color', '--safe-mode', '--log-format']
  const first = argv.findIndex(
    (word, index) => !everywhere.includes(word.split('=')[0]!) && argv[index - 1] !== '--log-format',
  )
  return first <= 0 ? argv : [...argv.slice(first), ...argv.slice(0, first)]
}

/** Standard output that cannot be written is no reason to stop halfway, but it is told, and in the exit code. */
function watchOutput(journal: Journal): { verdict(code: number): Promise<number> } {
  let failure: Error | undefined
  // Whoever collected the messages is gone, and the work goes on.
  process.stderr.on('error', () => undefined)
  process.stdout.removeAllListeners('error')
  process.stdout.on('error', (error: Error & { code?: string }) => {
    // Whoever reads has read enough.
    if (error.code !== 'EPIPE') failure ??= error
  })
  return {
    async verdict(code) {
      await new Promise((resolve) => process.stdout.write('', resolve))
      if (!failure) return code
      journal.error(`Standard output cannot be written: ${failure.message}`)
      return code === exitCodes.done ? exitCodes.wrongUse : code
    },
  }
}
