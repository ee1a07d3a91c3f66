import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { readContributions } from '../../src/plugins/contributions.ts'
import { avatarctl, repository } from '../support/command-line.ts'
import { npm } from '../support/npm.ts'
import { type Registry, startRegistry } from '../support/registry.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('A plugin that was just made', () => {
  const folder = temporaryFolder()
  let registry: Registry

  before(async function () {
    this.timeout(60_000)
    registry = await startRegistry({ uplink: true })
    await registry.publishFolder(path.join(repository, 'packages/sdk'))
  })
  after(() => registry.close())

  /** How `npm test` of a package ended, without what the tests around it told this process. */
  async function test(cwd: string): Promise<{ code: number | null; output: string }> {
    const { NODE_TEST_CONTEXT: _, NODE_OPTIONS: __, ...env } = process.env
    const child = spawn('npm', ['test'], {
      cwd,
      env,
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, output }
  }

  it('installs, passes its tests as it is, and fails them when it is broken', async function () {
    this.timeout(120_000)
    const made = await avatarctl(['plugins', 'create', 'pixels', '--json'], { home: folder.path })
    const root = made.json<{ folder: string }>().folder
    await npm(['install'], { cwd: root, env: registry.environment })

    const right = await test(root)
    expect(right.code, right.output).to.equal(0)

    const pjson = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >
    const plugin = { name: 'avatarctl-generator-pixels', version: '0.1.0', root, type: 'link', pjson }
    const { generators, problems } = await readContributions([plugin], '0.1.0')
    expect(problems).to.deep.equal([])
    expect(generators[0]?.origin.modulePath).to.include('generator.js')

    const source = path.join(root, 'src/generator.ts')
    const text = await readFile(source, 'utf8')
    await writeFile(
      source,
      text.replace('const hue = dice(360)', 'const hue = dice(360) + (Date.now() % 97)'),
    )
    const wrong = await test(root)
    expect(wrong.code).to.not.equal(0)
    expect(wrong.output).to.include('not ok').and.to.include('Otherwise every run uploads everybody again.')
  })
})
