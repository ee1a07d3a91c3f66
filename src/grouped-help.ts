import { Help } from '@oclif/core'

/** What somebody wants to do, and the commands for it: a command by itself, or the topic that several stand under. */
const groups: readonly [title: string, names: readonly string[]][] = [
  ['EVERY DAY', ['list', 'sync', 'upload', 'restore']],
  ['PICTURES', ['generate', 'generators', 'plugins']],
  ['WHAT WAS DONE AND IS KEPT', ['runs', 'vault', 'backup']],
  ['SETTING UP', ['connections', 'login', 'logout', 'doctor', 'completion']],
  ['TO PRACTISE', ['demo', 'sandbox']],
]

/** Help that begins with what people come for. What no group knows, such as a plugin's command, stands at the end. */
export class GroupedHelp extends Help {
  override async showRootHelp(): Promise<void> {
    const rows = new Map<string, string>()
    for (const { name, description } of this.sortedTopics)
      if (!name.includes(':')) rows.set(name, this.render(description ?? ''))
    for (const command of this.sortedCommands)
      if (!command.id.includes(':')) rows.set(command.id, this.summary(command) ?? '')
    const known = new Set(['help', ...groups.flatMap(([, names]) => names)])
    const others = [...rows.keys()].filter((name) => !known.has(name))
    this.log(`${this.formatRoot()}\n`)
    for (const [title, names] of [...groups, ['MORE', others] as const]) {
      const theirs = names.filter((name) => rows.has(name)).map((name) => [name, rows.get(name)])
      if (theirs.length > 0) this.log(`${this.section(title, this.listed(theirs))}\n`)
    }
    const { bin } = this.config
    this.log(`\`${bin} COMMAND --help\` has its flags, with examples and exit codes.`)
    await Promise.resolve()
  }

  private listed(rows: (string | undefined)[][]): string {
    return this.renderList(rows, { indentation: 2, spacer: '\n', stripAnsi: this.opts.stripAnsi ?? false })
  }
}
