import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { type MadeUpPackage, packageTarball } from './made-up-package.ts'
import { npm } from './npm.ts'
import { repository } from './command-line.ts'

/** A real npm registry on this machine, empty at first. */
export interface Registry {
  /** Its address, with a slash at the end. */
  url: string
  /** For a child process: makes npm, and the tool, use this registry and no other. */
  environment: Record<string, string>
  /** Publishes a package's folder as `npm publish` does. */
  publishFolder(folder: string): Promise<void>
  /** Publishes a tarball that `npm pack` has made. */
  publishTarball(file: string): Promise<void>
  /**
   * Publishes a package that exists nowhere: any version, publisher and scripts. `record` is laid over what the
   * registry then says about this version (its `dist.integrity`, say), whether it is true or not.
   */
  publish(made: MadeUpPackage, record?: Record<string, unknown>): Promise<void>
  close(): Promise<void>
}

/** Speaks to whoever started it: the port, once there is one. Ends with them. */
const server = `
  const [config] = process.argv.slice(1)
  process.once('disconnect', () => process.exit())
  require('verdaccio').runServer(config).then((app) => {
    app.listen(0, '127.0.0.1', () => process.send(app.address().port))
  })
`

/**
 * Starts a registry that keeps its packages in a temporary folder. With `uplink` it hands on, for packages that are not
 * ours, what the registry has that npm is configured with; else nothing is known but what was published.
 */
export async function startRegistry({ uplink = false } = {}): Promise<Registry> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-registry-'))
  const config = path.join(folder, 'config.yaml')
  // JSON is YAML, too.
  await writeFile(config, JSON.stringify(await settings(folder, uplink)))
  const child = fork('-', [], {
    cwd: repository,
    execArgv: ['-e', server, '--', config],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [port] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('the registry did not start'))),
  ])) as [number]
  const url = `http://127.0.0.1:${port}/`
  const token = `//127.0.0.1:${port}/:_authToken=fake`

  return {
    url,
    environment: { npm_config_registry: url, npm_config_cache: path.join(folder, 'npm-cache') },
    async publishFolder(source) {
      await npm(['publish', '--registry', url, `--${token}`, '--ignore-scripts'], { cwd: source })
    },
    async publishTarball(file) {
      await npm(['publish', file, '--registry', url, `--${token}`, '--ignore-scripts'], { cwd: folder })
    },
    async publish(made, record = {}) {
      const { manifest, bytes, integrity, shasum } = await packageTarball(made)
      const { name, version } = made
      const file = `${name}-${version}.tgz`
      const dist = { integrity, shasum, tarball: `${url}${name}/-/${path.basename(file)}` }
      const body = {
        _id: name,
        name,
        'dist-tags': { [made.tag ?? 'latest']: version },
        versions: {
          [version]: {
            ...manifest,
            _id: `${name}@${version}`,
            ...(made.publisher ? { _npmUser: { name: made.publisher } } : {}),
            dist,
            ...record,
          },
        },
        _attachments: {
          [file]: {
            content_type: 'application/octet-stream',
            data: bytes.toString('base64'),
            length: bytes.length,
          },
        },
      }
      const answer = await fetch(url + name.replace('/', '%2f'), {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (!answer.ok) throw new Error(`${name}@${version}: ${answer.status} ${await answer.text()}`)
    },
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit')
        child.kill()
        await ended
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function settings(folder: string, uplink: boolean): Promise<object> {
  const anybody = { access: '$all', publish: '$all', unpublish: '$all' }
  return {
    storage: path.join(folder, 'storage'),
    configPath: folder,
    auth: { htpasswd: { file: path.join(folder, 'htpasswd'), max_users: -1 } },
    uplinks: uplink
      ? { outside: { url: await npm(['config', 'get', 'registry'], { cwd: folder }), timeout: '60s' } }
      : {},
    packages: {
      '@avatarctl/*': anybody,
      avatarctl: anybody,
      '**': uplink ? { ...anybody, proxy: 'outside' } : anybody,
    },
    publish: { allow_offline: true },
    max_body_size: '200mb',
    web: { enable: false },
    log: { type: 'stdout', format: 'json', level: 'fatal' },
  }
}
