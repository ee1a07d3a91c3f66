import { exitCodes } from '../errors.ts'
import { chooseChain } from './chain.ts'
import { changePhotos } from './change-photos.ts'
import { chooseDirectory } from './directory.ts'
import { asTyped, type Guide } from './guide.ts'
import { tellWhoLacks } from './people.ts'
import { chooseWhom } from './restore.ts'
import { offerToKeep, showCommand } from './same-again.ts'
import { uploadPhotos } from './upload.ts'

type Aim = 'sync' | 'list' | 'upload' | 'restore' | 'leave'

/** The whole way, from what somebody wants to the command that does the same. */
export async function walk(guide: Guide): Promise<void> {
  guide.tell(
    'avatarctl keeps every person in a company directory recognisable: whoever has no photo gets an avatar, and a photo that somebody chose is never lost.',
  )
  guide.tell('Nothing is changed before a question says so. Enter takes the suggestion; Ctrl-C leaves.')
  const aim = await chooseAim(guide)
  if (aim === 'leave') return
  const address = await chooseDirectory(guide)
  if (aim === 'restore') await restorePhotos(guide, address)
  else if (aim === 'upload') await uploadPhotos(guide, address)
  else if (aim === 'sync' || (await lookOnly(guide, address))) await giveAvatars(guide, address)
}

async function chooseAim(guide: Guide): Promise<Aim> {
  const own = {
    value: 'upload',
    name: 'Put up photos of your own',
    description: 'Files or a folder of them, each for the person whom its name names.',
  } as const
  return await guide.choose<Aim>('What would you like to do?', {
    why: 'Everything after this follows from it.',
    choices: [
      {
        value: 'sync',
        name: 'Give everybody without a photo an avatar',
        description: 'You see how they look, and what would be done, before anything is.',
      },
      { value: 'list', name: 'See who has no photo', description: 'Only looks.' },
      ...(guide.has('upload') ? [own] : []),
      {
        value: 'restore',
        name: 'Put originals back',
        description: 'What stood there before avatarctl, byte for byte.',
      },
      { value: 'leave', name: 'Leave' },
    ],
    assumed: 'sync',
  })
}

async function giveAvatars(guide: Guide, address: string): Promise<void> {
  await tellWhoLacks(guide, address)
  for (;;) {
    const chain = await chooseChain(guide, address)
    const line = { id: 'sync', args: ['-d', address, ...chain.args] }
    const changed = await changePhotos(guide, line)
    if (!changed) continue
    showCommand(guide, line)
    if (changed.isWanted && changed.code === exitCodes.done) {
      guide.say(`Everything back:\n  ${asTyped({ id: 'restore', args: ['-d', address, '--all'] })}`)
      await offerToKeep(guide, address, chain)
    }
    guide.leave(changed.code)
  }
}

async function restorePhotos(guide: Guide, address: string): Promise<void> {
  for (;;) {
    const line = { id: 'restore', args: ['-d', address, ...(await chooseWhom(guide, address))] }
    const changed = await changePhotos(guide, line)
    if (!changed) continue
    showCommand(guide, line)
    guide.leave(changed.code)
  }
}

/** Shows who has none; answers with whether to go on. */
async function lookOnly(guide: Guide, address: string): Promise<boolean> {
  const line = { id: 'list', args: ['-d', address, '--photo', 'missing'] }
  const code = await guide.run(line)
  if (code !== exitCodes.done) guide.leave(code)
  showCommand(guide, line)
  return await guide.isYes('Go on, and choose avatars for them?', {
    why: 'Nothing is put up yet: you see the avatars first.',
    assumed: false,
  })
}
