import { exitCodes } from '../errors.ts'
import type { Guide } from './guide.ts'

interface Listed {
  people: readonly { id: string; name: string | null; email: string | null; photo: { state: string } }[]
  summary: { people: number; missing: number; own: number; human: number }
}

/** Of more people than this, only the first are named. */
const namesShown = 6

/** Says how many there are, and who has no photo. */
export async function tellWhoLacks(guide: Guide, address: string): Promise<void> {
  guide.say()
  const answer = await guide.read<Listed>({ id: 'list', args: ['-d', address] })
  const { people = [], summary } = answer.said
  if (answer.code !== exitCodes.done || !summary) {
    guide.tellError(answer)
    guide.leave(answer.code)
  }
  const { missing, own, human } = summary
  const all = summary.people === 1 ? '1 person' : `${summary.people} people`
  guide.tell(`${all}: ${missing} without a photo, ${own} with an avatar of ours, ${human} with their own.`)
  const names = people
    .filter(({ photo }) => photo.state === 'missing')
    .map(({ id, name, email }) => name ?? email ?? id)
  if (names.length === 0) return guide.tell('Nobody lacks one; what is ours is still kept right.')
  const more = names.length - namesShown
  guide.tell(
    `Without a photo: ${names.slice(0, namesShown).join(', ')}${more > 0 ? `, and ${more} more` : ''}.`,
  )
}
