import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { readStamp } from '../../src/images/stamp.ts'
import { avatarctl } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('whom artwork is to be credited to', () => {
  const home = temporaryFolder()

  it('is told by the plan and the run, and stands in the picture itself', async () => {
    await mkdir(home.join('company'))
    await writeFile(home.join('company/people.csv'), 'id,name\n1,Ada Lovelace\n')
    const sync = async (...more: string[]) => {
      const chain = ['-g', 'dicebear', '--option', 'dicebear.style=adventurer']
      const { json } = await avatarctl(['sync', '-d', 'folder:company', ...chain, '--json', ...more], {
        home: home.path,
      })
      return json<{ changes: { credit: string | null }[] }>().changes[0]?.credit
    }
    const planned = await sync('--dry-run')
    expect(planned).to.contain('Lisa Wischofsky').and.contain('CC BY 4.0')
    expect(await sync()).to.equal(planned)
    expect(readStamp(await readFile(home.join('company/photos/1.png')))?.credit).to.equal(planned)
  })
})
