import { AppError } from './errors.ts'
import { faultOfName, freeName, named } from './operations/connection-name.ts'
import type { ConnectionType } from './records.ts'
import { askName, askOptions, askSecrets, askType } from './terminal/ask-connection.ts'

/** A new connection, as far as the command line describes it. */
export interface GivenConnection {
  name: string | undefined
  type: string | undefined
  options: Readonly<Record<string, string>>
  /** It may have the name of one that is there. */
  replaces: boolean
}

/**
 * Everything that a new connection needs: what was given, and answers to questions where somebody can be asked. Throws
 * `AppError` `wrong-use` for what is missing or not right.
 */
export async function wishedConnection(
  given: GivenConnection,
  { types, taken }: { types: readonly ConnectionType[]; taken: readonly string[] },
  asking: { signal: AbortSignal } | undefined,
) {
  const type = await typeOf(given.type, types, asking)
  const faultOf = (name: string) => {
    if (given.replaces || !taken.includes(name)) return faultOfName(name, { type, types })
    return `There is one already: ${freeName(name, taken)} is free, and --replace puts this one in its place.`
  }
  const free = freeName(type.id, taken)
  const name = given.name ?? (asking && (await askName(free, faultOf, asking)))
  if (name === undefined)
    throw new AppError('wrong-use', 'The connection needs a name', {
      hint: `For example \`avatarctl connections add ${free} --type ${type.id}\`.`,
    })
  const fault = faultOf(name)
  if (fault !== undefined)
    throw new AppError('wrong-use', `The connection cannot be called "${name}"`, { hint: fault })
  // Whoever gives some options knows which; only what cannot be left out is asked for then.
  const all = Object.keys(given.options).length === 0
  const answers = asking ? await askOptions(type, given.options, { ...asking, all }) : given.options
  const options = await type.optionsFrom(answers)
  const secrets = asking ? await askSecrets(type.secrets, name, asking) : {}
  return { connection: { name, type: type.id, options }, secrets }
}

async function typeOf(
  given: string | undefined,
  types: readonly ConnectionType[],
  asking: { signal: AbortSignal } | undefined,
): Promise<ConnectionType> {
  const known = new Map(types.map((type) => [type.id, type]))
  if (given !== undefined) return named(given, known, 'kind of directory')
  if (asking) return await askType(types, asking)
  throw new AppError('wrong-use', 'Which kind of directory is it? --type says so', {
    hint: `Known here: ${[...known.keys()].join(', ')}.`,
  })
}

/** Reads `NAME=VALUE`, several times. Throws `AppError` `wrong-use`. */
export function optionsGiven(texts: readonly string[]): Record<string, string> {
  const options: Record<string, string> = {}
  for (const text of texts) {
    const at = text.indexOf('=')
    // What was written may be a secret that slipped in here.
    if (at <= 0)
      throw new AppError('wrong-use', 'An --option is not of the form NAME=VALUE', {
        hint: 'For example --option path=/srv/company.',
      })
    options[text.slice(0, at)] = text.slice(at + 1)
  }
  return options
}
