import path from 'node:path'
import type { Person } from '@avatarctl/sdk'
import { thumbnail } from '../../src/images/thumbnail.ts'
import type { ReportPart } from '../../src/ports.ts'
import type { Change, ChangeResult } from '../../src/records.ts'
import { openReport } from '../../src/report/report.ts'
import { repository } from './command-line.ts'

/** A report as the tool makes it; `fill` says what is in it. Answers with its path. */
export async function makeReport(
  file: string,
  fill: (part: ReportPart) => Promise<void> | void,
  how: {
    command?: string
    dryRun?: boolean
    name?: string
    small?: typeof thumbnail
    isEnded?: boolean
  } = {},
): Promise<string> {
  const { command = 'sync', dryRun = false, name = 'acme', small = thumbnail, isEnded = true } = how
  await using report = await openReport(file, {
    page: path.join(repository, 'dist/report'),
    version: '1.2.3',
    thumbnail: small,
  })
  const part = report.part(name, command)
  const run = dryRun ? null : '20261122T101500Z-1a2b'
  part.begin({ run, directory: 'folder:/srv/acme', dryRun })
  await fill(part)
  if (isEnded) part.end()
  return (await report.finish())!
}

/** One change as an operation hands it out: an avatar for somebody without a photo, unless said otherwise. */
export function change(
  person: Partial<Person> & { id: string },
  what: Partial<Omit<ChangeResult, 'change'>> & Partial<Omit<Change, 'person' | 'error'>> = {},
): ChangeResult {
  const { outcome = 'done', error = null, after = null, ...rest } = what
  const before = { state: 'missing', sha256: null, version: null } as const
  return {
    change: {
      person: { kind: 'person', status: 'enabled', photo: { state: 'missing' }, ...person },
      ...{ action: 'create', reason: 'no photo', generator: 'initials', before, overHuman: false },
      ...rest,
    },
    ...{ outcome, error, after },
  }
}

/** So many people, by turns in four departments. */
export function crowd(count: number): (Partial<Person> & { id: string })[] {
  const departments = ['Engineering', 'Legal', 'Sales', 'Support']
  return Array.from({ length: count }, (_, n) => ({
    ...{ id: `p${n}`, name: `Person ${n}`, email: `person.${n}@example.com` },
    department: departments[n % departments.length]!,
  }))
}
