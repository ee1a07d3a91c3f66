import { spawn } from 'node:child_process'
import { once } from 'node:events'
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
