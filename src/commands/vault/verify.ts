import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.ts'
import { exitCodes } from '../../errors.ts'

export default class VaultVerify extends BaseCommand {
  static override summary = 'Check that every original is there and unharmed'
  static override description = `Without --read-data, that each is there and has its size; with it, every byte.

Exit codes: 0 everything is in order, 2 wrong use, 8 something is damaged or missing (each is listed).`
  static override examples = ['<%= config.bin %> vault verify --read-data']
  static override flags = {
    'read-data': Flags.boolean({ description: 'read and hash every original', env: 'AVATARCTL_READ_DATA' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(VaultVerify)
    using vault = await this.compose().vault()
    this.progress.phase('Checking originals')
    const step = () => this.progress.step()
    const { originals, bytes, problems } = await vault.verify({ readData: flags['read-data'], step })
    await this.endProgress()
    if (this.asJson) {
      this.document.list('problems')
      for (const problem of problems) this.document.item('problems', problem)
      this.document.field('summary', { originals, bytes, problems: problems.length })
      this.document.end()
    }
    for (const { sha256, message, people } of problems) {
      const whose = people.map(({ person, directory }) => `${person} in ${directory}`).join(', ')
      this.say(`${sha256 ? `original ${sha256} ` : ''}${message}${whose ? ` (of ${whose})` : ''}`)
    }
    const checked = flags['read-data'] ? 'read and hashed' : 'found with their size'
    this.say(`${originals} originals ${checked}, ${problems.length} problems`)
    this.leave(problems.length > 0 ? exitCodes.vault : exitCodes.done)
  }
}
