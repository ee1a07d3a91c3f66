import { AppError } from '../errors.ts'
import { Secret } from '../secret.ts'

/** A secret that somebody has given, and what was tolerated about it. */
export interface GivenSecret {
  secret: Secret
  note?: string
}

/** Tokens and passwords have far fewer characters. */
export const mostCharacters = 50_000

/** Takes a text for a secret; none of it is ever repeated. Throws `AppError` `wrong-use` where it cannot be one. */
export function soundSecret(name: string, text: string): GivenSecret {
  const bare = text.replace(/^\r?\n|\r?\n$/g, '')
  const trimmed = bare.trim()
  const wrong = (what: string, hint: string) => new AppError('wrong-use', `${name} ${what}`, { hint })
  const nothing = 'Nothing was changed.'
  if (trimmed === '') throw wrong('is empty', nothing)
  if (trimmed.length > mostCharacters)
    throw wrong(`has more than ${mostCharacters} characters, which no secret has`, nothing)
  if (/[\r\n]/.test(trimmed)) throw wrong('has several lines, and a secret is one', nothing)
  if (/[\u0000-\u001f\u007f]/.test(trimmed))
    throw wrong('has characters in it that nobody can see and no secret has', `Copy it anew. ${nothing}`)
  const note = trimmed === bare ? {} : { note: `Blanks around ${name} were left out.` }
  return { secret: new Secret(trimmed), ...note }
}
