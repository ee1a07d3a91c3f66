import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect } from 'chai'
import { takeLock } from '../../src/vault/locks.ts'
import { repository } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const holder = { command: 'sync', pid: process.pid, startedAt: '2026-11-22T10:00:00.000Z' }

describe('the lock of a directory', () => {
  const folder = temporaryFolder()

  /** Another process that takes the lock, says so, and holds it until it is killed. */
  async function otherProcess(directory: string) {
    const module = path.join(repository, 'src/vault/locks.ts')
    const script = `
      const { takeLock } = await import(${JSON.stringify(module)})
      await takeLock(${JSON.stringify(folder.path)}, ${JSON.stringify(directory)}, ${JSON.stringify(holder)})
      process.stdout.write('held')
      process.stdin.resume()`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: repository,
    })
    await once(child.stdout, 'data')
    return child
  }

  it('refuses a second run and says which one holds it', async () => {
    const child = await otherProcess('folder:/a')
    try {
      const error = await takeLock(folder.path, 'folder:/a', holder).catch((thrown: unknown) => thrown)
      expect(error).to.include({ code: 'locked', exitCode: 7 })
      expect((error as Error).message)
        .to.contain('sync')
        .and.contain(String(process.pid))
        .and.contain('2026-11-22T10:00:00.000Z')
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })

  it('lets another directory run at the same time', async () => {
    const child = await otherProcess('folder:/a')
    try {
      const lock = await takeLock(folder.path, 'folder:/b', holder)
      await lock.release()
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })

  it('is free at once when its holder was killed', async () => {
    const child = await otherProcess('folder:/a')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const lock = await takeLock(folder.path, 'folder:/a', holder)
    await lock.release()
  })

  it('can be taken again after it was released', async () => {
    for (let round = 0; round < 3; round += 1) {
      const lock = await takeLock(folder.path, 'folder:/a', holder)
      await lock.release()
    }
  })

  it('is refused within the same process as well', async () => {
    const lock = await takeLock(folder.path, 'folder:/a', holder)
    expect(await takeLock(folder.path, 'folder:/a', holder).catch((thrown: unknown) => thrown)).to.include({
      code: 'locked',
    })
    await lock.release()
  })
})
