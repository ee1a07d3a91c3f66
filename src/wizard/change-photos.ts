import { type ExitCode, exitCodes } from '../errors.ts'
import { type PlannedChange, planLines } from '../terminal/plan-table.ts'
import { roomFor } from '../terminal/table.ts'
import { asTyped, type CommandLine, type Guide } from './guide.ts'
import { planPage } from './plan-page.ts'
import { planSentence } from './plan-sentence.ts'

interface Planned {
  changes: readonly PlannedChange[]
  summary: { people: number; planned: number; failed: number; skipped: number }
  /** Of `upload`: files that are nobody's, and those that may be several people's. */
  unmatched?: readonly { file: string }[]
  ambiguous?: readonly { files: readonly string[] }[]
}

/** More rows of a plan push the question off a terminal. */
const rowsShown = 12

/** Of more files than this, only the first are named. */
const filesShown = 8

/** How a change ended. */
interface Changed {
  code: ExitCode
  /** It was done, or there was nothing to do. */
  isWanted: boolean
}

/**
 * Shows what a command would do, asks, and runs it. Undefined where what was chosen for it is not right, which was told:
 * it has to be chosen anew.
 */
export async function changePhotos(guide: Guide, line: CommandLine): Promise<Changed | undefined> {
  const page = await planPage(guide, line)
  guide.say()
  const answer = await guide.read<Planned>({ ...line, args: [...line.args, '--dry-run', ...page.args] })
  const { changes = [], summary } = answer.said
  if (!summary || answer.said.error) {
    guide.tellError(answer)
    if (answer.code === exitCodes.wrongUse) return undefined
    guide.leave(answer.code)
  }
  if (changes.length > 0)
    for (const row of planLines(changes, { room: roomFor(process.stdout), rows: rowsShown })) guide.say(row)
  if (changes.length > rowsShown) guide.say(`All of it: ${asTyped(line)} --dry-run`)
  tellStrays(guide, answer.said)
  page.open()
  if (summary.planned === 0) {
    guide.tell('There is nothing to change.')
    return { code: answer.code, isWanted: true }
  }
  guide.say()
  guide.tell(planSentence(changes, line.id))
  const isWanted = await guide.isYes('Shall it be done?', {
    why: 'So far nothing was changed, and Enter leaves it at that.',
    assumed: false,
  })
  if (!isWanted) {
    guide.tell('Nothing was changed.')
    return { code: exitCodes.done, isWanted }
  }
  guide.did('`avatarctl runs list` shows what was done.')
  guide.say()
  return { code: await guide.run(line), isWanted }
}

function tellStrays(guide: Guide, { unmatched = [], ambiguous = [] }: Partial<Planned>): void {
  const some = (files: readonly string[]) => {
    const more = files.length - filesShown
    return files.slice(0, filesShown).join(', ') + (more > 0 ? `, and ${more} more` : '')
  }
  if (unmatched.length > 0)
    guide.tell(`Left alone, as nobody is called so: ${some(unmatched.map(({ file }) => file))}`)
  if (ambiguous.length > 0)
    guide.tell(`Left alone, as it may be several people: ${some(ambiguous.flatMap(({ files }) => files))}`)
}
