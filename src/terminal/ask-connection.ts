import type { ConnectionType, OptionQuestion } from '../records.ts'
import type { Secret } from '../secret.ts'
import * as unseen from './ask-secret.ts'
import { askChoice, askText, askYesNo, showReason } from './prompts.ts'

/** How somebody is asked. */
interface Asking {
  /** Ends the asking. */
  signal: AbortSignal
}

/** Which kind of directory it is to be. */
export async function askType(types: readonly ConnectionType[], { signal }: Asking): Promise<ConnectionType> {
  const choices = types.map(({ id, title, description }) => ({
    value: id,
    name: title,
    description: description ?? undefined,
  }))
  showReason('What is asked next follows from it.')
  const chosen = await askChoice('Which kind of directory is it?', { choices, signal })
  return types.find(({ id }) => id === chosen)!
}

/** What the connection is called. */
export async function askName(
  assumed: string,
  faultOf: (name: string) => string | undefined,
  { signal }: Asking,
): Promise<string> {
  showReason('Every command takes this name after -d.')
  return await askText('Name:', { assumed, faultOf, signal })
}

/** The options that were not given. Those that may be left out are asked for as well where `all` is wished. */
export async function askOptions(
  type: ConnectionType,
  given: Readonly<Record<string, string>>,
  { all, ...asking }: Asking & { all: boolean },
): Promise<Record<string, string>> {
  const answers: Record<string, string> = { ...given }
  const asked = new Set(Object.keys(given))
  for (;;) {
    const isDue = ({ name, isRequired }: OptionQuestion) => !asked.has(name) && (all || isRequired)
    const question = type.questions(answers).find(isDue)
    if (!question) return answers
    asked.add(question.name)
    const answer = await askOption(question, asking)
    // What is left out keeps following the preset.
    if (answer !== '' && answer !== question.preset) answers[question.name] = answer
  }
}

async function askOption(question: OptionQuestion, { signal }: Asking): Promise<string> {
  const { title, why, kind, choices, preset, isRequired, faultOf } = question
  const leftOut = isRequired || preset !== null ? '' : ' Enter leaves it out.'
  const reason = why === null ? '' : `${why.replace(/\.$/, '')}.`
  if (reason + leftOut !== '') showReason(`${reason}${leftOut}`.trim())
  if (kind === 'yes-no') return String(await askYesNo(title, { assumed: preset === 'true', signal }))
  if (kind === 'choice') {
    const none = isRequired || preset !== null ? [] : [{ value: '', name: 'none of these' }]
    const all = [...none, ...choices.map((value) => ({ value, name: value }))]
    return await askChoice(title, { choices: all, assumed: preset ?? undefined, signal })
  }
  return await askText(`${title}:`, {
    assumed: preset ?? undefined,
    faultOf: async (answer) => {
      if (answer !== '') return await faultOf(answer)
      return isRequired ? 'It cannot be left out.' : undefined
    },
    signal,
  })
}

/** The secrets of a connection, as far as they are at hand. */
export async function askSecrets(
  secrets: ConnectionType['secrets'],
  connection: string,
  { signal }: Asking,
): Promise<Record<string, Secret>> {
  if (secrets.length > 0)
    showReason(`What you type now is not shown. Enter alone: later, with \`avatarctl login ${connection}\`.`)
  const questions = secrets.map(({ name, title }) => ({ name, text: title }))
  return await unseen.askSecrets(questions, { note: showReason, signal })
}
