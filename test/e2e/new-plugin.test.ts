import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
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

  it('installs, passes its tests as it is, draws once it is linked, and fails its tests when it is broken', async function () {
    this.timeout(120_000)
    const made = await avatarctl(['plugins', 'create', 'pixels', '--json'], { home: folder.path })
    const root = made.json<{ folder: string }>().folder
    await npm(['install'], { cwd: root, env: registry.environment })

    const right = await test(root)
    expect(right.code, right.output).to.equal(0)

    const packed = await npm(['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root })
    const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }]
    expect(files.map((file) => file.path)).to.include.members(['LICENSE', 'README.md', 'dist/generator.js'])

    const run = async (...args: string[]) => {
      const ended = await avatarctl([...args, '--json'], { home: folder.path })
      expect(ended.code, ended.stdout).to.equal(0)
      return ended
    }
    const listed = async () => {
      const { generators } = (await run('generators', 'list')).json<{ generators: { id: string }[] }>()
      return generators.map(({ id }) => id)
    }
    await run('plugins', 'link', root)
    expect(await listed()).to.include('pixels')
    const drawn = await run('generate', '--seed', 'Ada', '-g', 'pixels', '-o', 'faces')
    expect(drawn.json<{ files: object[] }>().files[0]).to.include({ generator: 'pixels', width: 512 })
    await run('plugins', 'unlink', 'avatarctl-generator-pixels')
    expect(await listed()).to.not.include('pixels')

    const source = path.join(root, 'src/generator.ts')
    const text = await readFile(source, 'utf8')
    await writeFile(source, text.replace('const hue = dice(360)', 'const hue = dice(360) + Math.random()'))
    const wrong = await test(root)
    expect(wrong.code).to.not.equal(0)
    expect(wrong.output).to.include('not ok').and.to.include('Otherwise every run uploads everybody again.')
  })
})
