import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { repository } from '../support/command-line.ts'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { generatorPackage } from '../support/made-up-package.ts'
import { npm } from '../support/npm.ts'
import { type Registry, startRegistry } from '../support/registry.ts'

describe('published to a registry, and installed from there', function () {
  this.timeout(240_000)
  let registry: Registry
  let home = ''
  before(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-test-'))
    registry = await startRegistry({ uplink: true })
    await registry.publishFolder(repository, '--workspaces', '--include-workspace-root')
    await registry.publish(generatorPackage('@avatarctl/generator-dots', '1.0.0', 'dots', { colour: 'teal' }))
    // As somebody has it who installs it: nothing of this folder is found from there.
    await npm(['install', '--global', '--ignore-scripts', '--prefix', home, 'avatarctl'], {
      cwd: home,
      env: { npm_config_registry: registry.url },
    })
  })
  after(async () => {
    await registry.close()
    await rm(home, { recursive: true, force: true })
  })

  /** The installed tool's JSON document; throws with its words when it fails. */
  async function avatarctl<T = Record<string, unknown>>(...args: string[]): Promise<T> {
    const isWindows = process.platform === 'win32'
    const program = path.join(home, isWindows ? 'avatarctl.cmd' : 'bin/avatarctl')
    const { stdout } = await promisify(execFile)(program, [...args, '--json', '--quiet'], {
      cwd: home,
      shell: isWindows,
      env: {
        ...{ PATH: process.env['PATH'], HOME: home, NO_COLOR: '1', ...registry.environment },
        AVATARCTL_DATA_DIR: path.join(home, 'data'),
        AVATARCTL_CONFIG_DIR: path.join(home, 'config'),
        AVATARCTL_CACHE_DIR: path.join(home, 'cache'),
      },
    }).catch((error: unknown) => {
      const { stdout, stderr } = error as { stdout: string; stderr: string }
      throw new Error(`avatarctl ${args.join(' ')}: ${stdout}${stderr}`)
    })
    return JSON.parse(stdout) as T
  }
  const face = async (generator: string) => {
    const { files } = await avatarctl<{ files: { path: string }[] }>(
      ...['generate', '--seed', 'Ada Lovelace', '-g', generator, '-o', 'faces', '--size', '64'],
    )
    return await readFile(path.resolve(home, files[0]!.path), 'base64')
  }

  it('does the main job, on a made-up company and on a folder', async () => {
    expect(await avatarctl('demo', '--people', '5')).to.include({ restored: true })
    await makeCompany(path.join(home, 'company'), await fiveColleagues())
    const { summary } = await avatarctl<{ summary: object }>(
      ...['sync', '-d', 'folder:company', '-g', 'initials'],
    )
    expect(summary).to.include({ failed: 0 })
  })

  it('installs a generator, draws with it and with its own, updates and uninstalls it', async () => {
    await avatarctl('plugins', 'install', 'dots', '--yes')
    const [initials, identicon, dots] = [await face('initials'), await face('identicon'), await face('dots')]
    expect(new Set([initials, identicon, dots])).to.have.property('size', 3)

    await registry.publish(generatorPackage('@avatarctl/generator-dots', '1.1.0', 'dots', { colour: 'pink' }))
    const { plugins } = await avatarctl<{ plugins: object[] }>('plugins', 'update')
    expect(plugins).to.deep.equal([
      { name: '@avatarctl/generator-dots', outcome: 'updated', from: '1.0.0', to: '1.1.0' },
    ])
    expect(await face('dots')).to.not.equal(dots)

    await avatarctl('plugins', 'uninstall', 'dots')
    const listed = await avatarctl<{ generators: { id: string }[] }>('generators', 'list')
    expect(listed.generators.map(({ id }) => id))
      .to.include('initials')
      .and.not.include('dots')
  })
})
