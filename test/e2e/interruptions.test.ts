import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { avatarctl, repository } from '../support/command-line.ts'
import { makeCompany, snapshot } from '../support/company.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('a run that is stopped in the middle', () => {
  const home = temporaryFolder()
  let before: Record<string, string>
  const directory = () => ['-d', `folder:${home.join('company')}`, '--json']
  const run = (command: string, ...flags: string[]) =>
    avatarctl([command, ...directory(), ...flags], { home: home.path })

  beforeEach(async () => {
    const bytes = await picture('red')
    const colleagues = Array.from({ length: 300 }, (_, index) => ({
      id: String(index),
      name: `Ada Person${index}`,
      ...(index % 10 === 0 ? { photo: { file: `${index}.png`, bytes } } : {}),
    }))
    await makeCompany(home.join('company'), colleagues)
    before = await snapshot(home.join('company'))
  })

  /** Begins to replace everything; goes on when the first avatars are up. */
  async function begun() {
    const child = spawn(
      process.execPath,
      [path.join(repository, 'bin/run.js'), 'sync', ...directory(), '--replace', 'all', '--yes'],
      {
        env: { PATH: process.env['PATH'], HOME: home.path, AVATARCTL_DATA_DIR: home.join('data') },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    const ended = new Promise<{ code: number | null; stdout: string }>((resolve) =>
      child.on('close', (code) => resolve({ code, stdout })),
    )
    while (child.exitCode === null) {
      const photos = await readdir(home.join('company', 'photos'))
      if (photos.filter((name) => !name.startsWith('.')).length > 30) break
    }
    return { child, ended }
  }

  it('ends with 130 and one JSON document on SIGINT, and everything goes back', async () => {
    const { child, ended } = await begun()
    child.kill('SIGINT')
    const { code, stdout } = await ended
    expect(code).to.equal(130)
    expect(JSON.parse(stdout)).to.have.property('changes')
    expect((await run('restore', '--all', '--yes')).code).to.equal(0)
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
  }).timeout(60_000)

  it('keeps a second run out with exit code 7, which says who is in', async () => {
    const { child, ended } = await begun()
    const second = await run('sync')
    child.kill('SIGTERM')
    await ended
    expect(second.code).to.equal(7)
    const { error } = second.json<{ error: { code: string; message: string } }>()
    expect(error.code).to.equal('locked')
    expect(error.message).to.include(String(child.pid))
  }).timeout(60_000)

  it('is settled after kill -9: the next sync completes it, and restore gives every byte back', async () => {
    const { child, ended } = await begun()
    child.kill('SIGKILL')
    await ended
    const next = await run('sync')
    expect(next.code, next.stdout.slice(-500)).to.equal(0)
    const again = await run('sync')
    expect(again.json<{ summary: { planned: number } }>().summary.planned).to.equal(0)
    expect((await run('restore', '--all', '--yes')).code).to.equal(0)
    // What the dead run was writing when it died may still lie beside the photos, under a name of our own.
    const after = Object.entries(await snapshot(home.join('company'))).filter(
      ([file]) => !/\/\.avatarctl-/.test(file),
    )
    expect(Object.fromEntries(after)).to.deep.equal(before)
  }).timeout(60_000)
})
