import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../base-command.ts'
import type { SignedOut } from '../operations/sign-out.ts'
import { mustBeOne } from '../sign-in-place.ts'
import { sessionSecret } from '../operations/session-record.ts'
import { sessionNote } from '../terminal/sign-in-view.ts'

export default class Logout extends BaseCommand {
  static override summary =
    'Sign out of a directory, or of a generator: end the session there, and take every secret away here'
  static override description = `Asks nothing, and is harmless where nobody is signed in. Where the service does not answer, that is said, and the secrets are taken away all the same.

Exit codes: 0 signed out, 2 wrong use, or secrets that cannot be taken away.`
  static override examples = [
    '<%= config.bin %> logout acme',
    '<%= config.bin %> logout -g active-directory',
    '<%= config.bin %> logout --all',
  ]
  static override args = {
    name: Args.string({
      description: 'the connection (default: that of the settings, or the only one)',
      // What comes there is a secret, and no name.
      ignoreStdin: true,
    }),
  }
  static override flags = {
    generator: Flags.string({
      char: 'g',
      description: 'a generator, in place of a connection',
      helpValue: 'ID',
    }),
    all: Flags.boolean({ description: 'every connection of the settings, and every generator' }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Logout)
    const composition = this.compose()
    mustBeOne(args.name, flags.generator)
    const connections = flags.generator === undefined ? await composition.signedInTo(args.name, flags) : []
    const generators = flags.all
      ? await composition.generatorsWithSecrets()
      : [flags.generator].flatMap((id) => id ?? [])
    for (const connection of connections) this.show(await composition.signOut(connection))
    for (const id of generators) this.show(await composition.signOutOfGenerator(id))
    if (!this.asJson) return
    if (connections.length + generators.length === 0) this.document.list('connections')
    this.document.end()
  }

  private show(one: SignedOut): void {
    const { connection, removed, session, why } = one
    const secrets = removed.filter((name) => name !== sessionSecret)
    if (this.asJson)
      this.document.item('connections', { connection, removed: secrets, session, why: why ?? null })
    const taken = [...(session === 'none' ? [] : ['the session']), ...secrets]
    this.say(
      taken.length > 0
        ? `Signed out of ${connection}: ${taken.join(' and ')} ${taken.length > 1 ? 'are' : 'is'} gone from this machine.`
        : `Nobody was signed in to ${connection}.`,
    )
    const note = sessionNote(one)
    if (note !== undefined) this.note(note)
  }
}
