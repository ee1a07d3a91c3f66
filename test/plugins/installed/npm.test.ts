import { createServer as createHttpServer } from 'node:http'
import { once } from 'node:events'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import path from 'node:path'
import { expect } from 'chai'
import { AppError } from '../../../src/errors.ts'
import { findNpm } from '../../../src/plugins/installed/npm.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('npm, as it is asked', () => {
  const folder = temporaryFolder()
  const servers: Server[] = []
  afterEach(() => servers.splice(0).forEach((server) => server.close()))

  async function serve(server: Server): Promise<string> {
    servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  }

  const environment = (more: Record<string, string>) => ({
    PATH: process.env['PATH'],
    HOME: folder.path,
    npm_config_cache: folder.join('cache'),
    ...more,
  })

  async function ask(env: Record<string, string>, signal = new AbortController().signal): Promise<AppError> {
    const npm = findNpm(environment(env), signal)
    const how = { folder: folder.path, about: 'robots', timeoutMs: 1_500 }
    const error = await npm.run('pack', ['robots@latest'], how).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(AppError)
    return error as AppError
  }

  it('says within seconds that the registry is down', async () => {
    const url = await serve(createServer())
    servers[0]!.close()
    const started = Date.now()
    const error = await ask({ npm_config_registry: url, npm_config_fetch_retries: '5' })
    expect(error).to.include({ code: 'unreachable', exitCode: 6 })
    expect(error.message).to.contain('cannot be reached')
    expect(Date.now() - started).to.be.lessThan(10_000)
  })

  it('gives up a registry that takes a question and never answers', async () => {
    const url = await serve(createServer(() => undefined))
    expect(await ask({ npm_config_registry: url })).to.include({ code: 'unreachable', exitCode: 6 })
  })

  const answers: [status: number, code: string, exitCode: number][] = [
    [401, 'refused', 5],
    [404, 'wrong-use', 2],
  ]
  for (const [status, code, exitCode] of answers) {
    it(`tells ${status} as ${code}`, async () => {
      const url = await serve(
        createHttpServer((_, response) => void response.writeHead(status).end('{"error":"no"}')),
      )
      expect(await ask({ npm_config_registry: url })).to.include({ code, exitCode })
    })
  }

  it('asks the registry of AVATARCTL_NPM_REGISTRY before the one of npm, and tells no credentials of either', async () => {
    const asked: string[] = []
    const server = createHttpServer((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(503).end()
    })
    const url = (await serve(server)).replace('//', '//user:hunter2@')
    const error = await ask({ AVATARCTL_NPM_REGISTRY: url, npm_config_registry: 'http://127.0.0.1:1/' })
    expect(asked).to.deep.equal(['/robots'])
    expect(error).to.include({ code: 'unreachable', exitCode: 6 })
    expect(`${error.message} ${error.hint ?? ''}`).to.not.contain('hunter2')
  })

  it('is told nothing that is meant for directories or for us', async () => {
    await mkdir(folder.join('bin'))
    const script = `#!${process.execPath}\nrequire('node:fs').writeFileSync(${JSON.stringify(folder.join('env.json'))}, JSON.stringify(process.env)); console.log('{}')`
    await writeFile(folder.join('bin/npm'), script)
    await chmod(folder.join('bin/npm'), 0o755)
    const secrets = { RC_USER_JWT: 's', IGLOO_PASSWORD: 's', AVATARCTL_DEBUG: 's', NPM_TOKEN: 'kept' }
    const npm = findNpm(
      { ...environment(secrets), PATH: folder.join('bin') },
      new AbortController().signal,
      () => path.join(folder.path, 'no-npm-beside-node'),
    )
    await npm.run('view', ['robots'], { folder: folder.path, about: 'robots', timeoutMs: 1_000 })
    const { default: told } = (await import(folder.join('env.json'), { with: { type: 'json' } })) as {
      default: Record<string, string>
    }
    expect(told).to.include({ NPM_TOKEN: 'kept' })
    expect(told).to.not.have.any.keys('RC_USER_JWT', 'IGLOO_PASSWORD', 'AVATARCTL_DEBUG')
  })

  it('is ended when the user wants to stop', async () => {
    const stop = new AbortController()
    const url = await serve(createServer(() => stop.abort()))
    expect(
      await ask({ npm_config_registry: url, npm_config_fetch_timeout: '60000' }, stop.signal),
    ).to.include({
      code: 'interrupted',
      exitCode: 130,
    })
  })
})
