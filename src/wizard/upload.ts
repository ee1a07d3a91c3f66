import { changePhotos } from './change-photos.ts'
import type { Guide } from './guide.ts'
import { showCommand } from './same-again.ts'

type Crop = 'attention' | 'centre' | 'top' | 'contain'

/** Puts up photos that somebody has: which ones, how they are cut, whose they are, and only then. */
export async function uploadPhotos(guide: Guide, address: string): Promise<void> {
  for (;;) {
    const line = { id: 'upload', args: [...(await choosePhotos(guide)), '-d', address] }
    if (guide.has('upload', 'crop')) line.args.push('--crop', await chooseCrop(guide))
    const changed = await changePhotos(guide, line)
    if (!changed) continue
    showCommand(guide, line)
    guide.leave(changed.code)
  }
}

async function choosePhotos(guide: Guide): Promise<string[]> {
  const path = await guide.write('Photos:', {
    why: 'A file, or a folder of them. Each shows whom its name names: ada@example.com.jpg, 101.png, "Lovelace, Ada.jpeg".',
    assumed: 'photos',
    faultOf: (answer) => (answer.startsWith('-') ? 'A path does not begin with a hyphen here.' : undefined),
  })
  if (!guide.has('upload', 'map')) return [path]
  const map = await guide.write('Table (Enter: none):', {
    why: 'A CSV file with the columns person and file, where the names of the files do not say whose they are.',
    faultOf: () => undefined,
  })
  return map === '' ? [path] : [path, '--map', map]
}

async function chooseCrop(guide: Guide): Promise<Crop> {
  return await guide.choose<Crop>('How are they cut square?', {
    why: 'Directories show squares; photos rarely are.',
    choices: [
      { value: 'attention', name: 'Around what catches the eye' },
      { value: 'centre', name: 'From the middle' },
      { value: 'top', name: 'From the top' },
      { value: 'contain', name: 'Not at all: the whole photo, with room beside it' },
    ],
    assumed: 'attention',
  })
}
