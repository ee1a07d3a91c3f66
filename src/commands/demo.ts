import { Flags } from '@oclif/core'
import { bold } from 'ansis'
import { BaseCommand } from '../base-command.ts'
import { type ExitCode, exitCodes } from '../errors.ts'
import { demo, type DemoOutcome } from '../operations/demo.ts'

export default class Demo extends BaseCommand {
  static override summary = 'See the main job done, on a made-up company that this machine serves to itself'
  static override description = `Lists a company, gives everybody without a photo an avatar at the pace that the service allows (its minute lasts six seconds here), draws a contact sheet, and restores every photo. Needs no account, and touches nothing of yours.

Exit codes: 0 every photo is what it was before, 1 it is not, 130 interrupted; else the exit code of the command that failed.`
  static override examples = [
    '<%= config.bin %> demo',
    '<%= config.bin %> demo --people 60 --sheet faces.png',
  ]
  static override flags = {
    people: Flags.integer({
      description: 'how many people',
      default: 30,
      min: 1,
      max: 1_000,
      env: 'AVATARCTL_PEOPLE',
    }),
    sheet: Flags.string({
      description: 'where the contact sheet goes (default: a folder for temporary files)',
      env: 'AVATARCTL_SHEET',
      helpValue: 'FILE.png',
    }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Demo)
    const { people, sheet } = flags
    await using stage = await this.compose().stage({
      ...{ people, asJson: this.asJson },
      ...(sheet === undefined ? {} : { sheet }),
    })
    const outcome = await demo(stage, {
      command: (line) => this.say(`\n${bold(`$ ${line}`)}`),
      sheet: (paths) => this.say(`\nEverybody, as the directory shows them now: ${paths.join(', ')}`),
    })
    this.tellEnd(outcome)
    const failed = outcome.steps.find(({ exitCode }) => exitCode !== exitCodes.done)
    if (failed) this.leave(failed.exitCode as ExitCode)
    this.leave(outcome.restored ? exitCodes.done : exitCodes.bug)
  }

  private tellEnd(outcome: DemoOutcome): void {
    if (this.asJson) {
      for (const [name, value] of Object.entries(outcome)) this.document.field(name, value ?? null)
      this.document.end()
    }
    if (outcome.restored === undefined) return
    this.say(
      outcome.restored
        ? '\nEvery photo is byte for byte what it was before.'
        : '\nThe photos are NOT what they were before. This is a bug in avatarctl: please report it.',
    )
  }
}
