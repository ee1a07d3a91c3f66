import { Args } from '@oclif/core'
import { ConnectionsCommand } from '../../connections-command.ts'
import { named } from '../../operations/connection-name.ts'

export default class ConnectionsUse extends ConnectionsCommand {
  static override summary = 'Choose the connection that is used where none is named'
  static override description =
    'It is written into the settings. What -d, AVATARCTL_DIRECTORY or the variables of a service name goes before it. Exit codes: 0 done, 2 there is no such connection.'
  static override examples = [
    '<%= config.bin %> connections use main',
    '<%= config.bin %> connections use main,lab',
  ]
  static override args = {
    name: Args.string({ description: 'a name, or several with commas between', required: true }),
  }

  async run(): Promise<void> {
    const { args } = await this.parse(ConnectionsUse)
    const composition = this.compose()
    const [targets, listed] = await Promise.all([
      composition.targets(args.name),
      composition.listedConnections(),
    ])
    const known = new Map(listed.map((one) => [one.name, one]))
    const names = targets.map(({ address }) => named(address, known, 'connection').name)
    const settings = await composition.keepConnections(({ book }) => book.use(args.name))
    const before = (await composition.listedConnections()).filter(
      ({ name, isDefault }) => isDefault && !names.includes(name),
    )
    if (before.length > 0)
      this.note(
        `As long as the environment names ${before.map(({ name }) => name).join(', ')}, that goes before it.`,
      )
    if (!this.asJson) return this.tell(`Where none is named, it is ${names.join(' and ')} from now on.`)
    this.document.field('default', names)
    this.document.field('settings', settings)
    this.document.end()
  }
}
