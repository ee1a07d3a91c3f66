import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.ts'
import { AppError, exitCodes } from '../../errors.ts'
import { personFlag, valuesOf } from '../../flags.ts'
import { exportOriginals } from '../../operations/export-originals.ts'
import { isKnownAs } from '../../operations/select-people.ts'
import { csvLine } from '../../terminal/csv.ts'

const columns = ['file', 'name', 'email', 'extension', 'id', 'directory', 'saved', 'sha256', 'bytes']

export default class VaultExport extends BaseCommand {
  static override summary = 'Copy the originals to a folder that people can look through'
  static override description = `Photos that somebody chose, each named after the person, the day it was stored and its hash; originals.csv says whose is whose. Our own drawings are left out. Files that are there already are never replaced: what an earlier export left is gone on with.

Exit codes: 0 done, 2 wrong use or a folder that cannot be written, 8 an original is damaged (the others are copied), 130 interrupted.`
  static override examples = [
    '<%= config.bin %> vault export originals',
    '<%= config.bin %> vault export for-ada --person ada@example.com',
  ]
  static override args = { folder: Args.string({ description: 'made if it is not there', required: true }) }
  static override flags = { ...personFlag }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(VaultExport)
    const composition = this.compose()
    using vault = await composition.vault()
    const keys = valuesOf(flags.person)
    const folder = await composition.exportFolder(args.folder, csvLine(columns))
    const { asJson, document, progress, signal } = this
    if (asJson) document.list('files')
    const { files, damaged, index } = await exportOriginals(
      {
        ...{ vault, folder, progress, signal },
        row: ({ who, person, directory, savedAt, sha256, bytes }, path) =>
          csvLine([
            ...[path, who.name ?? '', who.email ?? '', who.extension ?? '', person, directory],
            ...[savedAt, sha256 ?? '', String(bytes)],
          ]),
        onExported: ({ entry: { person, who, directory, sha256, savedAt }, path, error }) => {
          const whose = { id: person, name: who.name, email: who.email }
          if (asJson) document.item('files', { person: whose, directory, sha256, savedAt, path, error })
          else if (error) this.say(`${who.name ?? person} in ${directory}: ${error.message}`)
        },
      },
      (entry) => keys.length === 0 || keys.some((key) => isKnownAs(key, entry)),
    )
    await this.endProgress()
    if (keys.length > 0 && files + damaged === 0) {
      throw new AppError('wrong-use', `No original is kept of ${keys.join(', ')}`, {
        hint: '`avatarctl vault list` shows whose originals are kept.',
      })
    }
    if (asJson) {
      document.field('summary', { files, damaged, index })
      return this.finish(damaged)
    }
    this.say(`${files === 1 ? '1 original' : `${files} originals`} in ${args.folder}; ${index} says whose`)
    this.finish(damaged)
  }

  private finish(damaged: number): void {
    if (this.asJson) this.document.end()
    this.leave(damaged > 0 ? exitCodes.vault : exitCodes.done)
  }
}
