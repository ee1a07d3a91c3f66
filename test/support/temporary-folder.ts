import { cp, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** A folder for the tests of a `describe`. */
export interface TemporaryFolder {
  readonly path: string
  join(...parts: string[]): string
}

/** A folder of its own for each test of the surrounding `describe`, removed afterwards. */
export function temporaryFolder(): TemporaryFolder {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-test-'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
  })
  return folderAt(() => folder)
}

/**
 * A folder that each test of the surrounding `describe` finds as it was prepared once, under the same path: for what
 * takes whole runs of the tool to bring about. Removed in the end.
 */
export function preparedFolder(prepare: (home: TemporaryFolder) => Promise<void>): TemporaryFolder {
  let folder = ''
  let model = ''
  const home = folderAt(() => folder)
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-test-'))
    await prepare(home)
    model = `${folder}-as-prepared`
    await cp(folder, model, { recursive: true, preserveTimestamps: true })
  })
  beforeEach(async () => {
    await rm(folder, { recursive: true, force: true })
    await cp(model, folder, { recursive: true, preserveTimestamps: true })
  })
  after(async () => {
    for (const one of [folder, model]) await rm(one, { recursive: true, force: true })
  })
  return home
}

function folderAt(where: () => string): TemporaryFolder {
  return {
    get path() {
      return where()
    },
    join: (...parts) => path.join(where(), ...parts),
  }
}
