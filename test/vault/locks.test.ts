import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { takeLock, takeVaultLock, whenFree } from '../../src/vault/locks.ts'
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

  it('is noticed to be lost when its files were removed and somebody else has taken it', async () => {
    const first = await takeLock(folder.path, 'folder:/a', holder)
    await first.mustHold()
    for (const file of await readdir(folder.path)) await rm(folder.join(file))
    const error = await first.mustHold().catch((thrown: unknown) => thrown)
    expect(error).to.include({ code: 'locked' })
    const second = await takeLock(folder.path, 'folder:/a', { ...holder, command: 'restore' })
    expect(await first.mustHold().catch((thrown: unknown) => thrown))
      .to.have.property('message')
      .that.contains('restore')
    await second.mustHold()
    // Letting go of what is lost must not take away what the other one holds.
    await first.release()
    await second.mustHold()
    await second.release()
  })

  it('is noticed to be lost when a second handle on its file was closed by mistake, and another process took it', async () => {
    const lock = await takeLock(folder.path, 'folder:/a', holder)
    for (const file of await readdir(folder.path)) await readFile(folder.join(file))
    const child = await otherProcess('folder:/a')
    expect(await lock.mustHold().catch((thrown: unknown) => thrown)).to.include({ code: 'locked' })
    child.kill('SIGKILL')
    await once(child, 'exit')
  })

  it('is not called lost when the disk fails to say so', async () => {
    const lock = await takeLock(folder.path, 'folder:/a', holder)
    const note = (await readdir(folder.path)).find((file) => file.endsWith('.json'))!
    await rm(folder.join(note))
    await mkdir(folder.join(note))
    expect(await lock.mustHold().catch((thrown: unknown) => thrown)).to.include({ code: 'vault-unwritable' })
    await lock.release()
    await rm(folder.join(note), { recursive: true })
  })

  it('can be waited for, and is taken as soon as it is free', async () => {
    const child = await otherProcess('folder:/a')
    const told: string[] = []
    const { signal } = new AbortController()
    const onWait = (sentence: string) => {
      told.push(sentence)
      child.kill('SIGKILL')
    }
    const take = () => takeLock(folder.path, 'folder:/a', holder)
    const lock = await whenFree(take, { wait: true, signal, onWait })
    expect(told).to.have.length(1)
    expect(told[0]).to.contain('sync').and.contain('Waiting')
    await lock.release()
  })

  it('is not waited for any longer once the user wants to stop', async () => {
    const child = await otherProcess('folder:/a')
    const stop = new AbortController()
    const take = () => takeLock(folder.path, 'folder:/a', holder)
    const waiting = whenFree(take, { wait: true, signal: stop.signal, onWait: () => stop.abort() })
    expect(await waiting.catch((thrown: unknown) => thrown)).to.have.property('name', 'AbortError')
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
})

describe('the lock of the whole vault', () => {
  const folder = temporaryFolder()

  it('is refused while a run works, and says which ones', async () => {
    const runs = await Promise.all(
      ['folder:/a', 'folder:/b'].map((one) => takeLock(folder.path, one, holder)),
    )
    const error = await takeVaultLock(folder.path, { ...holder, command: 'vault prune' }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).to.include({ code: 'locked' })
    expect((error as Error).message)
      .to.contain('folder:/a')
      .and.contain('folder:/b')
      .and.contain('sync')
    for (const run of runs) await run.release()
    await (await takeVaultLock(folder.path, holder)).release()
  })

  it('keeps runs away, and tells them what it is', async () => {
    const lock = await takeVaultLock(folder.path, { ...holder, command: 'vault prune' })
    const error = await takeLock(folder.path, 'folder:/a', holder).catch((thrown: unknown) => thrown)
    expect(error).to.include({ code: 'locked' })
    expect((error as Error).message).to.contain('vault prune')
    await lock.release()
    await (await takeLock(folder.path, 'folder:/a', holder)).release()
  })
})
