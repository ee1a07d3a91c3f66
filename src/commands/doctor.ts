import { Flags } from '@oclif/core'
import { BaseCommand } from '../base-command.ts'
import { directoryFlag } from '../flags.ts'
import { diagnose, verdict } from '../operations/diagnose.ts'
import type { Finding } from '../records.ts'
import { settingSources } from '../setting-sources.ts'
import { findingsView } from '../terminal/findings-view.ts'
import { roomFor, table } from '../terminal/table.ts'

export default class Doctor extends BaseCommand {
  static override summary = 'What works and what is missing, and where each setting comes from'
  static override description = `Looks at Node, the folders, room on the disk and what kind of disk it is, the vault, the settings, the plugins, and for each connection at its credentials, the permissions of the app and of its user, the rate limits as seen, and the clock. Changes nothing. Without -d, every connection is looked at.

Exit codes: 0 everything works (there may be warnings), else the worst of 2 settings or folders, 5 refused by a directory, 6 a directory cannot be reached, 8 the vault is damaged or cannot be written.`
  static override examples = [
    '<%= config.bin %> doctor',
    '<%= config.bin %> doctor -d folder:company',
    '<%= config.bin %> doctor --offline --json',
  ]
  static override flags = {
    ...directoryFlag,
    offline: Flags.boolean({ description: 'ask no directory', env: 'AVATARCTL_OFFLINE' }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Doctor)
    const composition = this.compose()
    const { doctor } = composition
    const addresses = await this.addresses(flags)
    const found: Finding[] = []
    const show = findingsView((line) => this.say(line), roomFor(process.stdout))
    if (this.asJson) this.document.list('findings')
    for await (const finding of diagnose(doctor.probes(addresses), this.signal)) {
      found.push(finding)
      if (this.asJson) this.document.item('findings', finding)
      else show(finding)
    }
    await this.showSettings(composition, addresses)
    const count = (severity: Finding['severity']) => found.filter((one) => one.severity === severity).length
    const summary = { ok: count('ok'), warnings: count('warning'), errors: count('error') }
    if (this.asJson) this.document.field('summary', summary)
    const { ok, warnings, errors } = summary
    this.say(`\n${ok} fine, ${warnings} to think about, ${errors} wrong`)
    this.leave(verdict(found))
  }

  /** Where the settings themselves cannot be read, that is found out and told as everything else. */
  private async addresses(flags: { directory?: string | undefined; offline: boolean }): Promise<string[]> {
    if (flags.offline) return []
    const composition = this.compose()
    if (flags.directory !== undefined)
      return (await composition.targets(flags.directory)).map(({ address }) => address)
    return await composition.doctor.everyAddress().catch(() => [])
  }

  private async showSettings(
    composition: ReturnType<Doctor['compose']>,
    addresses: readonly string[],
  ): Promise<void> {
    const settings = await composition.settings().catch(() => undefined)
    if (!settings) return
    const [only, ...others] = addresses
    const connection =
      others.length === 0 && only !== undefined && only in settings.connections ? only : undefined
    const sources = settingSources(settings, connection, process.env)
    const { folders } = composition.doctor
    if (this.asJson) {
      this.document.field('folders', folders)
      for (const source of sources) this.document.item('settings', source)
      return
    }
    type Source = (typeof sources)[number]
    const columns = [
      { title: 'SETTING', value: ({ name }: Source) => name },
      { title: 'VALUE', value: ({ value }: Source) => String(value ?? '') },
      { title: 'FROM', value: ({ from, where }: Source) => [from, where].filter(Boolean).join(' ') },
    ]
    this.say('')
    for (const line of table(columns, sources, roomFor(process.stdout))) this.say(line)
  }
}
