import { ConnectionsCommand } from '../../connections-command.ts'
import { connectionLines } from '../../terminal/connections-view.ts'
import { roomFor } from '../../terminal/table.ts'

export default class ConnectionsList extends ConnectionsCommand {
  static override summary = 'Every connection, what it points to, and where its secrets lie'
  static override description =
    'Those in the settings, and those that environment variables describe. Asks no directory and no keyring, and shows no secret. Exit codes: 0 done, 2 the settings or the secrets are not right.'
  static override examples = [
    '<%= config.bin %> connections list',
    '<%= config.bin %> connections list --json',
  ]

  async run(): Promise<void> {
    await this.parse(ConnectionsList)
    const connections = await this.compose().listedConnections()
    if (this.asJson) {
      this.document.list('connections')
      for (const one of connections) this.document.item('connections', this.asJsonOf(one))
      return this.document.end()
    }
    if (connections.length === 0)
      return this.tell('There are none yet. `avatarctl connections add` makes one.')
    for (const line of connectionLines(connections, roomFor(process.stdout))) this.say(line)
    for (const { name, problem } of connections) if (problem !== null) this.tell(`${name}: ${problem}`)
  }
}
