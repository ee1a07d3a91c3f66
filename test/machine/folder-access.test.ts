import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { folderAccess } from '../../src/machine/folder-access.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the access to a folder', () => {
  const home = temporaryFolder()

  it('tells one that can be written, and whether others may look into it', async () => {
    await mkdir(home.join('own'), { mode: 0o700 })
    expect(await folderAccess(home.join('own'))).to.deep.equal({
      ...{ isThere: true, isWritable: true, isOpenToOthers: false },
    })
    await chmod(home.join('own'), 0o755)
    expect(await folderAccess(home.join('own'))).to.have.property('isOpenToOthers', true)
  })

  it('tells one that is not there and could be made', async () => {
    expect(await folderAccess(home.join('a/b/c'))).to.deep.equal({
      ...{ isThere: false, isWritable: true, isOpenToOthers: false },
    })
  })

  it('refuses a file in the place of the folder', async () => {
    await writeFile(home.join('file'), '')
    const error = await folderAccess(home.join('file')).catch((thrown: unknown) => thrown)
    expect((error as Error).message).to.contain('is no folder')
  })
})
