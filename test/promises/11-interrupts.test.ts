import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect } from 'chai'
import { avatarctl, repository } from '../support/command-line.ts'
import { type Colleague, makeCompany, snapshot } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('promise 11: Ctrl-C once finishes who was begun, records it, and exits 130', () => {
  const home = temporaryFolder()

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`${signal} in the middle of a run; the next run does the rest`, async () => {
      const people: Colleague[] = Array.from({ length: 150 }, (_, index) => ({
        id: `p${index}`,
        name: `Ada Number${index}`,
      }))
      await makeCompany(home.join('company'), people)
      const env = { PATH: process.env['PATH'], HOME: home.path, AVATARCTL_DATA_DIR: home.join('data') }
      const child = spawn(
        process.execPath,
        [path.join(repository, 'bin/run.js'), 'sync', '-d', 'folder:company', '--json'],
        { cwd: home.path, env },
      )
      let stdout = ''
      let stderr = ''
      let stopped = false
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text
        if (!stopped && stdout.includes('"done"')) {
          stopped = true
          child.kill(signal)
        }
      })
      const [code] = (await once(child, 'close')) as [number | null]
      expect(code, stderr).to.equal(130)
      expect(stderr).to.contain('run the same again')
      const { summary } = JSON.parse(stdout) as { summary: { done: number } }
      const photos = Object.keys(await snapshot(home.join('company', 'photos'))).length
      expect(photos).to.equal(summary.done)
      expect(photos).to.be.greaterThan(0).and.lessThan(people.length)

      const second = await avatarctl(['sync', '-d', 'folder:company', '--json'], { home: home.path })
      expect(second.code).to.equal(0)
      expect(second.json<{ summary: { done: number } }>().summary.done).to.equal(people.length - photos)
    })
  }
})
