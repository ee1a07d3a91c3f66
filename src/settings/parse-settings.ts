import type { YAMLError } from 'yaml'
import { messageOf } from '../errors.ts'
import { notRight } from './not-right.ts'
import { excerpt, type SettingsDocument } from './settings-document.ts'
import { plainForm, type TextForm } from './text-form.ts'

/** Reads the text of a settings file, YAML or JSON. Throws `AppError` with the line where it cannot be read on. */
export async function parsed(
  file: string,
  text: string,
  form: TextForm = plainForm,
): Promise<SettingsDocument> {
  mustNotBeDeep(file, text)
  const { isMap, isScalar, LineCounter, parseDocument, visit } = await import('yaml')
  const lines = new LineCounter()
  // Names are text, whatever they look like: 0012 is somebody's id, and no twelve.
  const reading = { lineCounter: lines, prettyErrors: false, stringKeys: true, merge: true }
  const document = parseDocument(text, reading)
  const [first] = [...document.errors, ...document.warnings].sort((one, other) => one.pos[0] - other.pos[0])
  if (first) {
    const { says, hint = general } = faultOf(first, text)
    throw notRight(file, `line ${lines.linePos(first.pos[0]).line}: ${says}`, { hint })
  }
  // Nothing but a comment, or the word for nothing.
  if (isScalar(document.contents) && document.contents.value === null) document.contents = null
  if (document.contents !== null && !isMap(document.contents))
    throw notRight(file, 'line 1: it is no list of names with values', {
      hint: 'For example "generator: initials", with a space after the colon.',
    })
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return
      const { line } = lines.linePos(alias.range?.[0] ?? 0)
      throw notRight(
        file,
        `line ${line}: a value begins with *, and so stands for an anchor (&) that is not there`,
        {
          hint: aliases,
        },
      )
    },
  })
  return { file, text, form, document, lines }
}

/** More than anybody nests; with some thousands the reading itself would fall over. */
const deepest = 100

function mustNotBeDeep(file: string, text: string): void {
  let depth = 0
  for (const [mark] of text.matchAll(/[[{\]}]/g)) {
    depth = mark === '[' || mark === '{' ? depth + 1 : Math.max(0, depth - 1)
    if (depth > deepest) break
  }
  const inLine = new RegExp(`^(?:[ \\t]*[-?][ \\t]+){${deepest}}|^ {${deepest * 10}}`, 'm')
  if (depth <= deepest && !inLine.test(text)) return
  throw notRight(file, `it is nested more than ${deepest} times`, {
    hint: 'Nothing in the settings is: put your own in its place.',
  })
}

/** What a document says, as plain values. Throws `AppError` where one part of it stands for another that is not there. */
export function valuesOf({ file, text, document }: SettingsDocument): unknown {
  try {
    const values: unknown = document.toJS({ maxAliasCount: 100 })
    // An anchor that holds an alias of itself makes a list without end.
    if (text.includes('&')) JSON.stringify(values)
    return values
  } catch (error) {
    const fault = aliasFaults.find(([pattern]) => pattern.test(messageOf(error)))
    if (!fault) throw error
    throw notRight(file, fault[1], { hint: fault[2] })
  }
}

const aliases = 'A value that begins with * or & has to stand in quotes, as in "*@example.com".'

const aliasFaults: readonly [pattern: RegExp, says: string, hint: string][] = [
  [
    /Excessive alias count/,
    'its aliases (*) stand for each other far too often',
    'Write out what they stand for.',
  ],
  [/circular/, 'an anchor (&) holds itself by one of its aliases (*)', 'Write out what they stand for.'],
  [/Merge sources/, '"<<" takes the names of another part, as in "<<: *name", and nothing else', aliases],
]

const general =
  'It is YAML: "name: value" on lines of their own, with spaces before what belongs to the line above. JSON is YAML as well.'

interface Said {
  says: string
  hint?: string
}

/** The library's words are for people who know YAML by heart. */
function faultOf({ code, message, pos: [at] }: YAMLError, text: string): Said {
  const found = faults[code as string]
  if (typeof found === 'function') return found(text.slice(at))
  if (found) return found
  if (/quote$/.test(message)) return { says: 'a quotation mark is opened and not closed' }
  if (/must be sufficiently indented/.test(message))
    return { says: 'a [ or { is opened and not closed, or what is in it begins further left than its name' }
  if (/Comments must be separated/.test(message))
    return {
      says: 'a value begins with #, which begins a comment',
      hint: 'Put it in quotes, as in "#cc0033".',
    }
  return { says: 'something stands there that does not belong there' }
}

const colon: Said = {
  says: 'names and values do not stand as they should: on one line there are two, or it is not as far to the right as those around it',
  hint: 'A name and its value are parted by a colon and a space, and a text with ": " in it has to stand in quotes.',
}

const faults: Record<string, Said | ((rest: string) => Said)> = {
  TAB_AS_INDENT: { says: 'a tab stands at its beginning', hint: 'Put spaces there in place of tabs.' },
  DUPLICATE_KEY: (rest) => ({
    says: `"${excerpt(/^["']?([^\n"':]*)/.exec(rest)?.[1] ?? '')}" stands there twice`,
    hint: 'Put what you want to keep into one of them, and take the other one away.',
  }),
  MULTIPLE_DOCS: {
    says: 'a second document begins, and there may be only one',
    hint: 'Take the line "---" or "..." away.',
  },
  BLOCK_AS_IMPLICIT_KEY: colon,
  MULTILINE_IMPLICIT_KEY: colon,
  BAD_SCALAR_START: {
    says: 'a value begins with @, % or `, which has a meaning of its own',
    hint: 'Put it in quotes.',
  },
  BAD_DQ_ESCAPE: {
    says: 'a backslash in "…" means that a special letter follows',
    hint: `Write '…' in place of "…" where there are backslashes, as in 'C:\\people'.`,
  },
  BAD_ALIAS: { says: 'a value begins with * or &, which has a meaning of its own', hint: aliases },
  NON_STRING_KEY: { says: 'a name is a list, or names with values, and must be text' },
  TAG_RESOLVE_FAILED: {
    says: 'a value begins with !, which would give it a type; there are none of that kind here',
    hint: 'Put it in quotes, or take the word that begins with ! away.',
  },
}
