import { Args } from '@oclif/core'
import { ConnectionsCommand } from '../../connections-command.ts'

export default class ConnectionsTest extends ConnectionsCommand {
  static override summary = 'Whether a directory can be read and written, and what it takes'
  static override description = `Signs in, reads people and looks whether photos may be written; changes nothing. Without a name, every connection is tested, several at once.

Exit codes: 0 everything works, 2 wrong use or a setting that is not right, 5 refused by the directory (credentials, permissions), 6 the directory cannot be reached.`
  static override examples = [
    '<%= config.bin %> connections test',
    '<%= config.bin %> connections test main lab --json',
    "<%= config.bin %> connections test 'ringcentral:*'",
  ]
  static override strict = false
  static override args = {
    name: Args.string({
      description: 'as -d takes it: names, folder:PATH, or TYPE:PATTERN (may be repeated)',
    }),
  }

  async run(): Promise<void> {
    const { argv } = await this.parse(ConnectionsTest)
    const given = argv.length > 0 ? argv : (await this.compose().listedConnections()).map(({ name }) => name)
    await this.inEach(given.join(',') || undefined, (section) => this.testOne(section))
  }
}
