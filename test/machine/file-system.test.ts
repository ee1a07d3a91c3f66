import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { fileSystemOf } from '../../src/machine/file-system.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('what lies under a folder', () => {
  const home = temporaryFolder()

  it('is a disk with so much room', async () => {
    const { freeBytes } = await fileSystemOf(home.path)
    expect(freeBytes).to.be.greaterThan(0)
  })

  it('is asked of the nearest folder that is there', async () => {
    expect(await fileSystemOf(home.join('not/made/yet'))).to.have.property(
      'kind',
      (await fileSystemOf(home.path)).kind,
    )
  })

  it('is memory for a tmpfs', async function () {
    if (process.platform !== 'linux' || !statSync('/dev/shm', { throwIfNoEntry: false })) this.skip()
    const folder = await mkdtemp('/dev/shm/avatarctl-test-')
    try {
      expect(await fileSystemOf(path.join(folder, 'vault'))).to.have.property('kind', 'memory')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
