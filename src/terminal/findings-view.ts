import { bold, green, red, yellow } from 'ansis'
import type { Finding } from '../records.ts'
import { safeText } from './safe-text.ts'
import { wrapped } from './wrapped.ts'

const signs = {
  ok: green('✔'),
  warning: yellow('!'),
  error: red('✖'),
} as const satisfies Record<Finding['severity'], string>

const titles: Record<Finding['area'], string> = {
  machine: 'This machine',
  folders: 'Folders',
  vault: 'Vault',
  settings: 'Settings',
  plugins: 'Plugins',
  connections: 'Connections',
}

/** What is found, as it comes: a heading for each area, and a sign, a sentence and what to do for each finding. */
export function findingsView(say: (line: string) => void, width: number) {
  let area: Finding['area'] | undefined
  let subject: string | undefined
  return (finding: Finding) => {
    if (finding.area !== area) {
      if (area !== undefined) say('')
      say(bold(titles[finding.area]))
      subject = undefined
    }
    area = finding.area
    const isFirst = finding.subject !== subject
    subject = finding.subject
    const about = isFirst ? safeText(finding.subject) : ''
    const at = Math.max(12, about.length + 2)
    const [first = '', ...rest] = wrapped(finding.message, width - at - 4)
    say(`  ${signs[finding.severity]} ${about.padEnd(at)}${first}`)
    const more =
      finding.severity === 'ok' || finding.hint === null ? [] : wrapped(finding.hint, width - at - 4)
    for (const line of [...rest, ...more]) say(' '.repeat(at + 4) + line)
  }
}
