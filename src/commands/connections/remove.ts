import { Args, Flags } from '@oclif/core'
import { ConnectionsCommand } from '../../connections-command.ts'
import { AppError } from '../../errors.ts'
import { removeConnection } from '../../operations/add-connection.ts'
import { named } from '../../operations/connection-name.ts'
import { sessionNote } from '../../terminal/sign-in-view.ts'
import { confirm } from '../../terminal/confirm.ts'

export default class ConnectionsRemove extends ConnectionsCommand {
  static override summary = 'Take a connection away, with every copy of its secrets'
  static override description =
    'It asks first, and ends a session in the browser at the service. The directory, and what the vault holds of it, stay as they are. Exit codes: 0 done, 2 there is no such connection, or a confirmation that was not given.'
  static override examples = [
    '<%= config.bin %> connections remove lab',
    '<%= config.bin %> connections remove lab --yes',
  ]
  static override args = {
    name: Args.string({ description: 'as `connections list` shows it', required: true }),
  }
  static override flags = { yes: Flags.boolean({ char: 'y', description: 'without asking' }) }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ConnectionsRemove)
    const composition = this.compose()
    const known = new Map((await composition.listedConnections()).map((one) => [one.name, one]))
    const { name, type, from } = named(args.name, known, 'connection')
    if (from === 'environment')
      throw new AppError('wrong-use', `${name} is described by environment variables`, {
        hint: 'It is gone once they are not set.',
      })
    await confirm(`The connection ${name} (${type}) would be removed, with its secrets.`, {
      ...{ yes: flags.yes, signal: this.signal },
      hint: '--yes goes ahead.',
    })
    const signOut = (connection: string) => composition.signOut(connection)
    const { settings, signedOut } = await composition.keepConnections(({ book }) =>
      removeConnection({ book, signOut }, name),
    )
    if (!this.asJson) {
      this.tell(
        `Removed ${name}, with its secrets. Originals and history of that directory stay in the vault.`,
      )
      const note = sessionNote(signedOut)
      if (note !== undefined) this.note(note)
      return
    }
    const { session, why } = signedOut
    this.document.field('connection', { name, type })
    this.document.field('session', session)
    this.document.field('why', why ?? null)
    this.document.field('settings', settings)
    this.document.end()
  }
}
