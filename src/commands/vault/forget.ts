import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.ts'
import { waitFlag } from '../../flags.ts'
import { forget } from '../../operations/forget.ts'
import type { KnownPerson } from '../../records.ts'
import { confirm } from '../../terminal/confirm.ts'

export default class VaultForget extends BaseCommand {
  static override summary =
    'Erase somebody who has left: their originals, their name, and what is noted about them'
  static override description = `For good: what stood before a picture of ours cannot be put back any more. What was done stays in the history of runs, without saying to whom. The directory itself is not touched. What generators were answered by services is erased for everybody, as nobody can say whose it is. Copies of the ledger that were kept (of an earlier version, or set aside) are erased as a whole.

Exit codes: 0 done, 2 wrong use or a confirmation that was not given, 7 a run is working, 8 the vault is damaged or cannot be written.`
  static override examples = [
    '<%= config.bin %> vault forget ada@example.com',
    '<%= config.bin %> vault forget 4711 --in folder:/srv/company --yes',
  ]
  static override args = {
    person: Args.string({ description: 'id, e-mail or extension', required: true }),
  }
  static override flags = {
    in: Flags.string({
      description: 'only in this directory, as `vault list` names it',
      env: 'AVATARCTL_IN',
      helpValue: 'DIRECTORY',
    }),
    ...waitFlag,
    yes: Flags.boolean({ char: 'y', description: 'erase without asking' }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(VaultForget)
    const ask = (people: readonly KnownPerson[]) =>
      confirm(`${people.map(sentence).join('; ')}: all of it would be erased for good.`, {
        yes: flags.yes,
        signal: this.signal,
        hint: '--yes goes ahead.',
      })
    const composition = this.compose()
    const dropResponses = () => composition.dropResponses()
    const { people, erased } = await composition.keepVault(
      { command: 'vault forget', wait: flags.wait },
      (keeper) => forget(keeper, { key: args.person, directory: flags.in, confirm: ask, dropResponses }),
    )
    if (this.asJson) {
      this.document.list('people')
      for (const { person, directory, originals } of people)
        this.document.item('people', { id: person, directory, originals })
      this.document.field('summary', { people: people.length, erased })
      return this.document.end()
    }
    const shared = people.reduce((sum, { originals }) => sum + originals, 0) - erased
    this.say(
      `Forgotten; ${erased === 1 ? '1 original was' : `${erased} originals were`} erased` +
        (shared > 0 ? `, ${shared} stay because others have the same picture` : ''),
    )
  }
}

function sentence({ person, directory, who, originals, isOurs }: KnownPerson): string {
  const name = [who.name, who.email].filter(Boolean).join(', ')
  const what = originals === 1 ? '1 original' : `${originals} originals`
  const way = isOurs ? ' (a picture of ours stands there now; what was there before would be lost)' : ''
  return `${name ? `${name} (${person})` : person} in ${directory}, ${what}${way}`
}
