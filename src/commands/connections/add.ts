import { Args, Flags } from '@oclif/core'
import { ConnectionsCommand } from '../../connections-command.ts'
import { valuesOf } from '../../flags.ts'
import { addConnection, type AddedConnection } from '../../operations/add-connection.ts'
import type { ListedConnection } from '../../records.ts'
import { canAsk } from '../../terminal/ask.ts'
import { askYesNo } from '../../terminal/prompts.ts'
import { optionsGiven, wishedConnection } from '../../wished-connection.ts'

export default class ConnectionsAdd extends ConnectionsCommand {
  static override summary = 'Describe a directory, so that -d NAME finds it'
  static override description = `In a terminal it asks for everything that is not given; a script gives all of it. It is written into the settings. Secrets are never taken from the command line: they are asked for here, or by \`login NAME\`, and kept in the system's keyring. The first connection is the one that is used where none is named.

Exit codes: 0 done, 2 wrong use, or an option that is missing or not right (nothing was written); of the test that is offered in a terminal: 5, 6.`
  static override examples = [
    '<%= config.bin %> connections add',
    '<%= config.bin %> connections add main --type folder --option path=/srv/company',
    '<%= config.bin %> connections add ringcentral --type ringcentral --option clientId=YOUR-APP --json',
  ]
  static override args = { name: Args.string({ description: 'what it is called after -d' }) }
  static override flags = {
    type: Flags.string({
      description: 'which kind of directory it is',
      helpValue: 'TYPE',
      env: 'AVATARCTL_TYPE',
    }),
    option: Flags.string({
      description: 'an option of that kind of directory (may be repeated)',
      ...{ multiple: true, multipleNonGreedy: true },
      helpValue: 'NAME=VALUE',
    }),
    replace: Flags.boolean({ description: 'in the place of the connection that has this name' }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ConnectionsAdd)
    const given = { name: args.name, type: flags.type, options: optionsGiven(valuesOf(flags.option)) }
    const composition = this.compose()
    const types = await composition.connectionTypes()
    const own = (await composition.listedConnections()).filter(({ from }) => from === 'settings')
    const asking = canAsk() && !this.asJson && !process.env['CI'] ? { signal: this.signal } : undefined
    const taken = own.map(({ name }) => name)
    const wish = await wishedConnection({ ...given, replaces: flags.replace }, { types, taken }, asking)
    const { name } = wish.connection
    const replaces = own.find((one) => one.name === name)?.type
    const done = await composition.keepConnections((parts) => addConnection(parts, { ...wish, replaces }))

    const added = (await composition.listedConnections()).find((one) => one.name === name)!
    this.tellAdded(added, done)
    const isComplete = !Object.values(added.secrets).includes(null)
    // Whoever runs it as a part goes on with a test.
    if (!asking || !isComplete || this.isPart) return
    const how = { assumed: true, ...asking, done: `${name} is in the settings.` }
    if (await askYesNo('Test it now?', how)) await this.testAdded(name)
  }

  private async testAdded(name: string): Promise<void> {
    try {
      await this.inEach(name, (section) => this.testOne(section))
    } catch (error) {
      this.note(`${name} stays in the settings: \`avatarctl connections add ${name} --replace\` changes it.`)
      throw error
    }
  }

  private tellAdded(added: ListedConnection, { settings, keptIn }: AddedConnection): void {
    if (this.asJson) {
      this.document.field('connection', this.asJsonOf(added))
      this.document.field('settings', settings)
      return this.document.end()
    }
    const { name, type, isDefault, secrets } = added
    const used = isDefault ? '; it is used where none is named' : ''
    this.tell(`${name} (${type}) stands in ${settings}${used}.`)
    if (keptIn !== null) this.tell(`Its secrets are kept in ${keptIn}.`)
    const lacking = Object.keys(secrets).filter((one) => secrets[one] === null)
    if (lacking.length > 0)
      this.tell(`It has no ${lacking.join(', ')} yet: \`avatarctl login ${name}\` asks for that.`)
  }
}
