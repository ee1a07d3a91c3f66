import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { redacted } from '../redaction.ts'
import { jsonFor } from './entry.ts'
import type { PartFacts } from './report-part.ts'

/** What a page is made of, as the build has put it into a folder. */
export interface PageParts {
  html: string
  css: string
  script: string
}

export async function readPageParts(folder: string): Promise<PageParts> {
  const read = (name: string) => readFile(path.join(folder, name), 'utf8')
  const [html, css, script] = await Promise.all([read('report.html'), read('report.css'), read('report.js')])
  return { html, css, script }
}

/** What the whole page says of itself. */
export interface PageFacts {
  version: string
  /** ISO 8601, UTC. */
  madeAt: string
  parts: readonly PartFacts[]
}

/** The page around its people and their faces: what comes before, between and after them. */
export function pageAround(
  parts: PageParts,
  facts: PageFacts,
): [before: string, between: string, after: string] {
  const { html, css, script } = parts
  // A page that somebody else's text has got into can still load nothing, run nothing and tell nobody.
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src '${hashOf(css)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
  const values: Record<string, string> = {
    policy,
    title: escaped(titleOf(facts)),
    summary: facts.parts.map((part) => `<p>${escaped(sentenceOf(part))}</p>`).join('\n'),
  }
  // What stands in an element goes in to the letter: its hash is in the policy.
  const places: Record<string, string> = {
    '<style></style>': `<style>${css}</style>`,
    '<script></script>': `<script>${script}</script>`,
    '<script type="application/json" id="facts"></script>': `<script type="application/json" id="facts">${jsonFor(facts)}</script>`,
  }
  const [before = '', between = '', after = ''] = html.split(/^.*<!-- (?:people|faces) -->\n/m)
  const place = /\{\{(\w+)\}\}|<(style|script)(?: [^>]*)?><\/\2>/g
  const fill = (text: string) =>
    text.replace(place, (found, name: string | undefined) =>
      name === undefined ? (places[found] ?? found) : (values[name] ?? found),
    )
  return [fill(before), fill(between), fill(after)]
}

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`

function titleOf({ parts }: PageFacts): string {
  const [first] = parts
  const where = parts.length === 1 ? (first?.name ?? '') : `${parts.length} directories`
  const what = first?.command === 'list' ? 'Photos' : first?.dryRun ? 'Planned changes of photos' : 'Photos'
  return `${what}: ${where}`
}

const words: Readonly<Record<string, string>> = {
  planned: 'to change',
  done: 'changed',
  unknown: 'not certain',
  skipped: 'left alone',
  missing: 'without a photo',
  human: 'with a photo of their own',
  'own-current': 'with an avatar of ours',
  'own-outdated': 'with an avatar of ours that is out of date',
}

/** For whoever opens the page where scripts do not run, as in the preview of a mail. */
function sentenceOf({ name, counts, people, command }: PartFacts): string {
  const sums = Object.entries(counts).map(
    ([what, count]) =>
      `${count} ${command === 'list' && what === 'unknown' ? 'not known' : (words[what] ?? what)}`,
  )
  return `${name}: ${people} listed${sums.length > 0 ? ` (${sums.join(', ')})` : ''}.`
}

/** Text that may stand in HTML, also within quotes. */
function escaped(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return redacted(text).replace(/[&<>"']/g, (one) => entities[one] ?? one)
}
