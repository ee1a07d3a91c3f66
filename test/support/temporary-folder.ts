import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** A folder of its own for each test of the surrounding `describe`, removed afterwards. */
export function temporaryFolder(): { readonly path: string; join(...parts: string[]): string } {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-test-'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
  })
  return {
    get path() {
      return folder
    },
    join: (...parts) => path.join(folder, ...parts),
  }
}
