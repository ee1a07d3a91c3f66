import { AppError } from '../errors.ts'
import type { Secret } from '../secret.ts'
import { mostCharacters, soundSecret } from './sound-secret.ts'

/** What standard input may give. */
export interface ExpectedSecrets {
  connection: string
  secrets: readonly { name: string; variables: readonly string[]; known: string | undefined }[]
  /** Variables that may stand beside them and are no secrets. */
  otherVariables: readonly string[]
  /** The one that comes bare, where the user says so. */
  bare: string | undefined
}

const mostBytes = 4 * mostCharacters

/** Reads a stream to its end as text. Throws `AppError` where it is too long, or written in another way than UTF-8. */
export async function readText(input: AsyncIterable<Uint8Array | string>): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of input) {
    pieces.push(Buffer.from(piece))
    bytes += piece.length
    if (bytes > mostBytes) throw notSecrets(`there are more than ${mostBytes / 1000} kB, which no secret has`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
  } catch {
    throw notSecrets('they are not written in UTF-8')
  }
}

/**
 * The secrets in a text: lines `NAME=VALUE` in the words of the manifest or of its variables, or one bare secret where it
 * is clear which. Nothing of the text is ever repeated. Throws `AppError` `wrong-use`.
 */
export function secretsIn(
  text: string,
  expected: ExpectedSecrets,
  note: (sentence: string) => void,
): Record<string, Secret> {
  const { connection, secrets, otherVariables, bare } = expected
  if (text.trim() === '')
    throw new AppError('wrong-use', `No secret of ${connection} came on standard input`, {
      hint: `Pipe one in, or lines ${linesFor(expected)}; or sign in at a terminal.`,
    })
  const named = new Map(
    secrets.flatMap(({ name, variables }) => [name, ...variables].map((word) => [word, name])),
  )
  const lines = text.split('\n').map(assignmentIn)
  const isNamed = lines.some((one) => one && (named.has(one.word) || /^[A-Z][A-Z0-9_]*$/.test(one.word)))
  if (bare !== undefined || !isNamed) return oneBare(text, expected, note)

  const found: Record<string, Secret> = {}
  for (const [index, line] of lines.entries()) {
    if (line === undefined) continue
    const { word, value } = line
    if (otherVariables.includes(word)) {
      note(`${word} is left out: it is no secret, and stands in the settings.`)
      continue
    }
    const name = named.get(word)
    if (name === undefined) throw notSecrets(`line ${index + 1} is none of ${linesFor(expected)}`)
    if (found[name]) throw notSecrets(`${name} is there twice`)
    const given = soundSecret(name, value)
    if (given.note !== undefined) note(given.note)
    found[name] = given.secret
  }
  if (Object.keys(found).length > 0) return found
  throw notSecrets(`there is none of ${linesFor(expected)}`)
}

/** A line `NAME=VALUE`, as a file of variables has it; undefined for one that is empty or a remark. */
function assignmentIn(line: string): { word: string; value: string } | undefined {
  if (line.trim() === '' || line.trimStart().startsWith('#')) return undefined
  const [, word = '', value = ''] = /^\s*(?:export\s+)?([A-Za-z][A-Za-z0-9_-]*)=(.*?)\r?$/.exec(line) ?? []
  return { word, value }
}

/** The whole text is one secret: the one that was named, or the only one that can be meant. */
function oneBare(
  text: string,
  { secrets, bare, ...expected }: ExpectedSecrets,
  note: (sentence: string) => void,
) {
  const lacking = secrets.filter(({ known }) => known === undefined)
  const [only, other] = lacking.length > 0 ? lacking : secrets
  const name = bare ?? (other === undefined ? only?.name : undefined)
  if (name === undefined)
    throw new AppError('wrong-use', `It is not clear which secret came on standard input`, {
      hint: `Say --secret NAME (${secrets.map((one) => one.name).join(' or ')}), or give lines ${linesFor({ ...expected, secrets, bare })}.`,
    })
  const given = soundSecret(name, text)
  if (given.note !== undefined) note(given.note)
  return { [name]: given.secret }
}

function linesFor({ secrets }: ExpectedSecrets): string {
  return secrets.map(({ name, variables }) => `${variables[0] ?? name}=…`).join(' and ')
}

function notSecrets(why: string): AppError {
  return new AppError('wrong-use', `What came on standard input cannot be used: ${why}`, {
    hint: 'Nothing was changed.',
  })
}
