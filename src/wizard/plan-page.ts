import path from 'node:path'
import { canOpen, openFile } from '../terminal/open-browser.ts'
import type { CommandLine, Guide } from './guide.ts'

/** A plan as a page, where the command can write one and somebody wants it. */
export interface PlanPage {
  /** What the command is given for it. */
  args: readonly string[]
  /** Says where it is once it is there, and opens it. */
  open(): void
}

/** Asks whether the plan is wanted as a page for the browser, before it is made. */
export async function planPage(guide: Guide, { id }: CommandLine): Promise<PlanPage> {
  const none = { args: [], open: () => undefined }
  if (!guide.has(id, 'report')) return none
  const isWanted = await guide.isYes('Show the plan as a page in the browser as well?', {
    why: 'With faces before and after. It is a file on this machine that only you can read.',
    assumed: false,
  })
  if (!isWanted) return none
  const file = path.join(await guide.compose().privateFolder(), 'plan.html')
  return {
    args: ['--report', file],
    open() {
      guide.tell(
        canOpen() && openFile(file) ? 'A browser should open now. The page is' : 'The page to open is',
      )
      guide.say(file)
    },
  }
}
