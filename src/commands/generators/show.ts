import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.ts'

export default class GeneratorsShow extends BaseCommand {
  static override summary = 'One generator: options, whom it asks, licence, plugin'
  static override description = 'Loads no code of any plugin. Exit codes: 0 done, 2 no such generator.'
  static override examples = ['<%= config.bin %> generators show initials']
  static override args = { id: Args.string({ description: 'as `generators list` shows it', required: true }) }

  async run(): Promise<void> {
    const { args } = await this.parse(GeneratorsShow)
    const { origin, ...generator } = await this.compose().generator(args.id)
    const { plugin, version, bundled } = origin
    if (this.asJson) {
      const all = { ...generator, plugin, version, bundled }
      for (const [name, value] of Object.entries(all)) this.document.field(name, value)
      return this.document.end()
    }
    const { id, title, description, produces, revision, deterministic, hosts, sends, licence, options } =
      generator
    const credit = licence.credit ? `; ${licence.credit}` : ''
    const rows: [string, string][] = [
      ['Makes', `${produces}${deterministic ? ', the same every time' : ''} (revision ${revision})`],
      ['Asks', hosts.join(', ') || 'nobody: it never leaves this machine'],
      ['Sends', sends.join(', ') || 'nothing'],
      ['Licence', `code ${licence.code}${licence.artwork ? `, pictures ${licence.artwork}` : ''}${credit}`],
      ['Plugin', `${plugin} ${version}${bundled ? ', bundled' : ''}`],
    ]
    this.say(`${title} (${id})`)
    this.say(description)
    this.say()
    for (const [name, value] of rows) this.say(`${name.padEnd(9)}${value}`)
    const properties = Object.entries((options?.['properties'] ?? {}) as Record<string, OptionSchema>)
    this.say(properties.length > 0 ? '\nOptions' : `${'Options'.padEnd(9)}none`)
    for (const [name, schema] of properties) this.say(`  ${id}.${name}  ${describe(schema)}`)
  }
}

interface OptionSchema {
  type?: string
  enum?: unknown[]
  default?: unknown
  description?: string
}

function describe({ type, enum: values, default: preset, description }: OptionSchema): string {
  const kind = values ? values.join('|') : (type ?? '')
  const fallback = preset === undefined ? '' : ` (default ${JSON.stringify(preset)})`
  return `${kind}${fallback}${description ? `  ${description}` : ''}`
}
