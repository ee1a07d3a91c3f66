import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { avatarctl, repository } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('avatarctl sandbox', () => {
  const home = temporaryFolder()

  it('prints the environment first, serves a company that other commands find, and ends with Ctrl-C', async () => {
    const args = ['sandbox', '--people', '9', '--limits', '500/1s']
    const child = spawn(process.execPath, [path.join(repository, 'bin/run.js'), ...args], { cwd: home.path })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    while (!stdout.includes('RC_USER_JWT')) await once(child.stdout, 'data')
    const env = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => /^export (\w+)='(.*)'$/.exec(line)?.slice(1) as [string, string]),
    )
    const { code, json } = await avatarctl(['list', '--json'], { home: home.path, env })
    expect(code).to.equal(0)
    expect(json<{ people: unknown[] }>().people).to.have.length.greaterThan(5)
    child.kill('SIGINT')
    expect((await once(child, 'close'))[0]).to.equal(0)
  })

  it('says what is wrong with its limits', async () => {
    const { code, stderr } = await avatarctl(['sandbox', '--limits', 'few'], { home: home.path })
    expect(code).to.equal(2)
    expect(stderr).to.contain('100/10s')
  })
})

describe('the company of -d sandbox:', () => {
  const home = temporaryFolder()
  const run = (...args: string[]) => avatarctl([...args, '--json'], { home: home.path })
  const summary = async (...args: string[]) => {
    const { code, json, stderr } = await run(...args, '-d', 'sandbox:')
    expect(code, stderr).to.equal(0)
    return json<{ summary: Record<string, number> }>().summary
  }

  it('needs no account, and is there the next time as it was left', async () => {
    expect((await run('sandbox', '--reset', '--people', '12', '--limits', 'none')).code).to.equal(0)
    const { missing = 0 } = await summary('list')
    expect(missing).to.be.greaterThan(4)
    expect(await summary('sync')).to.include({ done: missing, failed: 0 })
    expect(await summary('sync')).to.include({ done: 0, failed: 0 })
    expect(await summary('list')).to.include({ missing: 0, own: missing })
    expect(await summary('restore', '--all', '--yes')).to.include({ done: missing, failed: 0 })
    expect(await summary('list')).to.include({ missing, own: 0 })
  })

  it('starts anew, and holds nothing against the new people that was done to the old ones', async () => {
    await summary('restore', '--all', '--yes')
    expect((await run('sandbox', '--reset', '--people', '12', '--limits', 'none')).code).to.equal(0)
    const { done = 0 } = await summary('sync')
    expect(done).to.be.greaterThan(4)
    const { json } = await run('sandbox', '--reset', '--people', '7', '--limits', 'none')
    expect(json()).to.deep.equal({ directory: 'sandbox:', people: 7, seed: 1 })
    expect((await summary('list'))['people']).to.be.lessThan(8)
  })

  it('is not opened when what is kept of it is damaged, and says how to start anew', async () => {
    await run('sandbox', '--reset', '--people', '5')
    await writeFile(home.join('data/directories/sandbox/company.json'), '{"people":')
    const { code, stderr } = await avatarctl(['list', '-d', 'sandbox:'], { home: home.path })
    expect(code).to.equal(2)
    expect(stderr).to.contain('sandbox --reset')
    expect((await run('sandbox', '--reset', '--people', '5')).code).to.equal(0)
    expect((await summary('list'))['people']).to.be.lessThan(6)
  })
})
