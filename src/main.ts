import { Config, Errors, run } from '@oclif/core'
import { explain, onSecondInterrupt, tell } from './base-command.ts'
import { exitCodes } from './errors.ts'
import { tellWarnings } from './terminal/runtime-warnings.ts'
import { jsonDocument } from './terminal/json-document.ts'
import { mannerOf } from './terminal/manner.ts'

const shortHelp = `avatarctl keeps every person in a company directory recognisable.

  avatarctl list -d folder:PATH      who has a photo, and who put it up
  avatarctl sync -d folder:PATH      an avatar for everybody without a photo
  avatarctl restore -d folder:PATH --all

avatarctl --help shows every command.
`

/** Runs one command line; answers with the exit code. `root` is the package's folder. */
export async function main(argv: string[], root: string, exit: (code: number) => void): Promise<number> {
  onSecondInterrupt(exit)
  const manner = mannerOf(argv)
  tellWarnings((sentence) => {
    if (!manner.quiet) process.stderr.write(`${sentence}\n`)
  }, manner.debug)
  if (argv.length === 0) {
    process.stderr.write(shortHelp)
    return exitCodes.wrongUse
  }
  // A plugin's package could otherwise bring a script that oclif runs at every start.
  process.env['OCLIF_DISABLE_RC'] = '1'
  try {
    const config = await Config.load({ root, userPlugins: false, devPlugins: false })
    await run(argv, config)
    return exitCodes.done
  } catch (error) {
    if (error instanceof Errors.ExitError) return error.oclif.exit ?? exitCodes.done
    const told = explain(error, false)
    tell(told, { ...manner, document: jsonDocument((text) => process.stdout.write(text)), error })
    return told.exitCode
  }
}
