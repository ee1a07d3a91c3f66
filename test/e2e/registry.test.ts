import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { user } from '../../packages/generator-active-directory/test/company.ts'
import { noSlapd, reader, startSlapd } from '../../packages/generator-active-directory/test/slapd.ts'
import { gravatar, serve as serveGravatar } from '../../packages/generator-gravatar/test/service.ts'
import { serve } from '../../packages/generator-robohash/test/service.ts'
import { repository } from '../support/command-line.ts'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { npm } from '../support/npm.ts'
import { picture } from '../support/pictures.ts'
import { type Registry, startRegistry } from '../support/registry.ts'

describe('published to a registry, and installed from there', function () {
  this.timeout(240_000)
  let registry: Registry
  let home = ''
  /** Variables of a test's own. */
  let variables: Record<string, string> = {}
  afterEach(() => void (variables = {}))
  before(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-test-'))
    registry = await startRegistry({ uplink: true })
    await registry.publishFolder(repository, '--workspaces', '--include-workspace-root')
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
        ...variables,
      },
    }).catch((error: unknown) => {
      const { stdout, stderr } = error as { stdout: string; stderr: string }
      throw new Error(`avatarctl ${args.join(' ')}: ${stdout}${stderr}`)
    })
    return JSON.parse(stdout) as T
  }
  /** The face that a generator makes, with options for it where it needs any. */
  const face = async (generator: string, options: Record<string, string> = {}) => {
    const given = Object.entries(options).flatMap(([name, value]) => [
      '--option',
      `${generator}.${name}=${value}`,
    ])
    const { files } = await avatarctl<{ files: { path: string }[] }>(
      ...['generate', '--seed', 'ada@example.com', '-g', generator, ...given, '-o', 'faces', '--size', '64'],
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

  it('has its licence in every package', async () => {
    const modules = path.join(home, process.platform === 'win32' ? '' : 'lib', 'node_modules/avatarctl')
    const ours = path.join(modules, 'node_modules/@avatarctl')
    const licence = await readFile(path.join(repository, 'LICENSE'), 'utf8')
    for (const folder of [modules, ...(await readdir(ours)).map((name) => path.join(ours, name))])
      expect(await readFile(path.join(folder, 'LICENSE'), 'utf8'), folder).to.equal(licence)
  })

  it('installs what asks a service, makes a face with each generator there is, updates and uninstalls', async () => {
    await using service = await serve()
    await using photos = await serveGravatar(gravatar({ 'ada@example.com': 'g' }))
    await mkdir(path.join(home, 'own'))
    await writeFile(path.join(home, 'own/ada@example.com.png'), await picture('crimson', 'png', 64))
    const options: Record<string, Record<string, string>> = {
      robohash: { baseUrl: service.baseUrl },
      gravatar: { baseUrl: photos.baseUrl },
      'gravatar-art': { baseUrl: photos.baseUrl },
    }
    const listed = async () => {
      const { generators } = await avatarctl<{ generators: { id: string }[] }>('generators', 'list')
      return generators.map(({ id }) => id)
    }
    expect(await listed()).to.not.include('robohash')
    for (const name of ['robohash', 'gravatar']) await avatarctl('plugins', 'install', name, '--yes')
    const ids = await listed()
    expect(ids).to.include.members(Object.keys(options))
    const faces = new Set<string>()
    for (const id of ids) faces.add(await face(id, options[id] ?? (id === 'folder' ? { path: 'own' } : {})))
    expect(faces).to.have.property('size', ids.length)
    expect(service.asked).to.have.length(1)

    const [version, next] = await publishLater('generator-robohash')
    const { plugins } = await avatarctl<{ plugins: object[] }>('plugins', 'update')
    const outcomes = {
      'generator-gravatar': { outcome: 'current', from: version, to: version },
      'generator-robohash': { outcome: 'updated', from: version, to: next },
    }
    expect(plugins).to.have.deep.members(
      Object.entries(outcomes).map(([name, outcome]) => ({ name: `@avatarctl/${name}`, ...outcome })),
    )
    expect(faces).to.include(await face('robohash', options['robohash']))

    await avatarctl('plugins', 'uninstall', 'robohash')
    expect(await listed()).to.deep.equal(ids.filter((id) => id !== 'robohash'))
  })

  it('installs what reads a directory, with the library that it needs, and finds a photo there', async function () {
    // Reason for skipping: there is no OpenLDAP on this machine.
    if (noSlapd !== undefined) this.skip()
    const jpegPhoto = await picture('orchid', 'jpeg', 64)
    await using slapd = await startSlapd([user('ada', { mail: 'ada@example.com', jpegPhoto })])
    await avatarctl('plugins', 'install', 'active-directory', '--yes')
    variables = { AD_URL: slapd.ldap, AD_BIND_USER: reader.user, AD_BIND_PASSWORD: reader.password }
    expect(await face('active-directory', { unencrypted: 'true' })).to.match(/^iVBORw0KGgo/)
    await avatarctl('plugins', 'uninstall', 'active-directory')
  })

  /** Publishes a package of ours once more, as its next version; says from which to which. */
  async function publishLater(name: string): Promise<[version: string, next: string]> {
    const copy = path.join(home, name)
    await cp(path.join(repository, 'packages', name), copy, { recursive: true })
    const file = path.join(copy, 'package.json')
    const manifest = JSON.parse(await readFile(file, 'utf8')) as { version: string }
    const { version } = manifest
    const next = version.replace(/\d+$/, (patch) => String(Number(patch) + 1))
    await writeFile(file, JSON.stringify({ ...manifest, version: next }))
    await registry.publishFolder(copy)
    return [version, next]
  }
})
