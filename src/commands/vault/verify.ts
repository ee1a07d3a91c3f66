import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.ts'
import { exitCodes } from '../../errors.ts'
import { waitFlag } from '../../flags.ts'
import type { Rebuilt } from '../../records.ts'
import { confirm } from '../../terminal/confirm.ts'

export default class VaultVerify extends BaseCommand {
  static override summary = 'Check that every original is there and unharmed'
  static override description = `Without --read-data, that each is there and has its size; with it, every byte. --rebuild makes the ledger anew from the list of originals when it is lost or damaged, and keeps what was there under another name: who has a picture of ours, and what stood there before, is known again; the history of runs is not.

Exit codes: 0 everything is in order, 2 wrong use or a confirmation that was not given, 7 a run is working (--rebuild only), 8 something is damaged or missing (each is listed), 130 interrupted.`
  static override examples = [
    '<%= config.bin %> vault verify --read-data',
    '<%= config.bin %> vault verify --rebuild',
  ]
  static override flags = {
    'read-data': Flags.boolean({ description: 'read and hash every original', env: 'AVATARCTL_READ_DATA' }),
    rebuild: Flags.boolean({
      description: 'make the ledger anew from the list of originals',
      env: 'AVATARCTL_REBUILD',
    }),
    ...waitFlag,
    yes: Flags.boolean({ char: 'y', description: 'give up the history of a ledger that is in order' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(VaultVerify)
    const composition = this.compose()
    let rebuilt: Rebuilt | undefined
    if (flags.rebuild) {
      const question = 'The ledger is in order; made anew it would know nothing of earlier runs.'
      const ask = () => confirm(question, { yes: flags.yes, signal: this.signal })
      const wish = { command: 'vault verify --rebuild', wait: flags.wait, confirm: ask }
      rebuilt = await composition.rebuildLedger(wish)
    }
    this.progress.phase('Checking originals')
    const step = () => {
      this.signal.throwIfAborted()
      this.progress.step()
    }
    const { originals, bytes, problems } = await composition.verifyVault({
      readData: flags['read-data'],
      step,
    })
    await this.endProgress()
    if (this.asJson) {
      if (rebuilt) this.document.field('rebuilt', rebuilt)
      this.document.list('problems')
      for (const problem of problems) this.document.item('problems', problem)
      this.document.field('summary', { originals, bytes, problems: problems.length })
      this.document.end()
    }
    if (rebuilt) {
      this.say(`The ledger is made anew: ${rebuilt.originals} originals of ${rebuilt.people} people.`)
      if (rebuilt.setAside) this.say(`The one that was there is kept as ${rebuilt.setAside}.`)
    }
    for (const { sha256, message, people } of problems) {
      const whose = people.map(({ person, directory }) => `${person} in ${directory}`).join(', ')
      this.say(`${sha256 ? `original ${sha256} ` : ''}${message}${whose ? ` (of ${whose})` : ''}`)
    }
    const checked = flags['read-data'] ? 'read and hashed' : 'found with their size'
    const count = originals === 1 ? '1 original' : `${originals} originals`
    this.say(
      problems.length === 0
        ? `${count} ${checked}, everything is in order`
        : `${count} looked for, ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}`,
    )
    this.leave(problems.length > 0 ? exitCodes.vault : exitCodes.done)
  }
}
