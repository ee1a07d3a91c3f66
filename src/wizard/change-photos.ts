import { type ExitCode, exitCodes } from '../errors.ts'
import { type PlannedChange, planLines } from '../terminal/plan-table.ts'
import { roomFor } from '../terminal/table.ts'
import { asTyped, type CommandLine, type Guide } from './guide.ts'
import { planPage } from './plan-page.ts'
import { planSentence } from './plan-sentence.ts'

interface Planned {
  changes: readonly PlannedChange[]
  summary: { people: number; planned: number; failed: number; skipped: number }
}

/** More rows of a plan push the question off a terminal. */
const rowsShown = 12

/** Shows what a command would do, asks, and runs it; answers with its exit code. */
export async function changePhotos(guide: Guide, line: CommandLine): Promise<ExitCode> {
  const page = await planPage(guide, line)
  guide.say()
  const answer = await guide.read<Planned>({ ...line, args: [...line.args, '--dry-run', ...page.args] })
  const { changes = [], summary } = answer.said
  if (!summary || answer.said.error) {
    guide.tellError(answer)
    guide.leave(answer.code)
  }
  if (changes.length > 0)
    for (const row of planLines(changes, { room: roomFor(process.stdout), rows: rowsShown })) guide.say(row)
  if (changes.length > rowsShown) guide.tell(`All of it: ${asTyped(line)} --dry-run`)
  page.open()
  if (summary.planned === 0) {
    guide.tell('There is nothing to change.')
    return answer.code
  }
  const isWanted = await guide.isYes('Do it?', {
    why: planSentence(changes, line.id),
    assumed: false,
  })
  if (!isWanted) {
    guide.tell('Nothing was changed.')
    return exitCodes.done
  }
  guide.did('See `avatarctl runs list` for what was done.')
  guide.say()
  return await guide.run(line)
}
