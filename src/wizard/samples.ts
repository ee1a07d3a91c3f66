import { exitCodes } from '../errors.ts'
import { canOpen, openFile } from '../terminal/open-browser.ts'
import { pictureProtocol } from '../terminal/picture-protocol.ts'
import type { Guide } from './guide.ts'

/** Shows what the drawing part of a chain makes, for whoever wants to see it; answers with whether it is to be used. */
export async function seeSamples(guide: Guide, chain: string, options: readonly string[]): Promise<boolean> {
  const { generators } = await guide.compose().contributed()
  const its = chain.split(',').map((id) => id.trim())
  const drawing = its.find((id) => generators.some((one) => one.id === id && one.produces === 'artwork'))
  const shown = drawing ?? its[0]!
  const wanted = await guide.isYes(`See samples of ${shown} first?`, {
    why: 'They are made for a dozen made-up people; nothing is put up.',
    assumed: true,
  })
  if (!wanted) return true
  const own = options.filter((option) => option.startsWith(`${shown}.`))
  const args = [shown, ...own.flatMap((option) => ['--option', option])]
  await preview(guide, { id: 'generators:preview', args })
  return await guide.isYes(`Use ${chain}?`, {
    why: 'No leads back to the choice of avatars.',
    assumed: true,
  })
}

async function preview(guide: Guide, line: { id: string; args: string[] }): Promise<void> {
  guide.say()
  if (pictureProtocol(process.stdout, process.env, { plain: false })) {
    await guide.run(line)
    return
  }
  const answer = await guide.read<{ sheets: readonly string[] }>(line)
  const { sheets = [] } = answer.said
  guide.tellError(answer)
  if (sheets.length === 0) return
  guide.tell('This terminal shows no pictures; the samples are in')
  for (const sheet of sheets) guide.say(sheet)
  if (answer.code !== exitCodes.done || !canOpen()) return
  const isWanted = await guide.isYes('Open it?', {
    why: 'With what this machine opens pictures with.',
    assumed: true,
  })
  if (isWanted) for (const sheet of sheets) openFile(sheet)
}
