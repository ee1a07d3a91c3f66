import type { Document } from 'yaml'
import type { SettingsDocument } from './settings-document.ts'

/** The text of a document that was changed: comments and order as they were; JSON stays JSON. */
export function asWritten({ file, text, document }: SettingsDocument): string {
  // [a, b] or [ a, b ]: as it is done there.
  const flowCollectionPadding = !/[[{]\S/.test(text)
  if (!file.endsWith('.json')) return document.toString({ lineWidth: 0, flowCollectionPadding })
  if (isPlainJson(text)) return `${asJson(document.toJS({ mapAsMap: true }), indentOf(text))}\n`
  // JSON with comments, which YAML knows: every text in quotes, and none of them broken.
  return (document as Document).toString({
    ...{ defaultKeyType: 'QUOTE_DOUBLE', defaultStringType: 'QUOTE_DOUBLE' },
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  })
}

function isPlainJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** By what the first line that is set in is set in. */
function indentOf(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? '  '
}

/** As `JSON.stringify`, which would put names that look like numbers first. */
function asJson(value: unknown, indent: string, before = ''): string {
  const deeper = before + indent
  const block = (lines: string[], [open, close]: [string, string]) =>
    lines.length === 0
      ? open + close
      : `${open}\n${lines.map((line) => deeper + line).join(',\n')}\n${before}${close}`
  if (Array.isArray(value))
    return block(
      value.map((one) => asJson(one, indent, deeper)),
      ['[', ']'],
    )
  if (typeof value === 'object' && value !== null)
    return block(
      [...(value instanceof Map ? value : Object.entries(value))].map(
        ([name, one]) => `${JSON.stringify(String(name))}: ${asJson(one, indent, deeper)}`,
      ),
      ['{', '}'],
    )
  return JSON.stringify(value)
}
