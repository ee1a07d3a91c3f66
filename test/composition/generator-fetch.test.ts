import { mkdir, readdir, writeFile } from 'node:fs/promises'
import type { Person } from '@avatarctl/sdk'
import { expect } from 'chai'
import { compose } from '../../src/composition.ts'
import { generatorNetwork } from '../../src/composition/generator-fetch.ts'
import { guardedPractice, type PracticeServer } from '../network/guarded-practice.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ada: Person = {
  ...{ id: '1', name: 'Ada Lovelace', email: 'ada@example.com', kind: 'person', status: 'enabled' },
  photo: { state: 'missing' },
}

/** Draws what it is answered, by the address that an option names. */
const module = `export default {
  async generate({ options, fetch }) {
    const response = await fetch(options.base)
    return response.status === 404 ? null : { bytes: new Uint8Array(await response.arrayBuffer()) }
  },
}`

describe('the fetch that a chain hands to its generators', () => {
  const home = temporaryFolder()
  const practice = guardedPractice()
  const { signal } = new AbortController()

  /** What a chain of one generator answers, and what it leaves in the cache folder. */
  async function ask(
    server: PracticeServer,
    how: { set?: string; byDefault?: string; hosts?: string[]; dryRun?: boolean },
  ) {
    const { set, byDefault, hosts = [], dryRun = false } = how
    await mkdir(home.join('robots'), { recursive: true })
    await writeFile(home.join('robots', 'generator.mjs'), module)
    const base = { type: 'string', ...(byDefault === undefined ? {} : { default: byDefault }) }
    const generator = {
      ...{ id: 'robots', title: 'Robots', description: 'A robot', module: './generator.mjs' },
      ...{
        produces: 'artwork',
        revision: 1,
        deterministic: true,
        hosts,
        sends: [],
        licence: { code: 'MIT' },
      },
      options: { type: 'object', properties: { base } },
    }
    const avatarctl = { contributes: { generators: [generator] } }
    const pjson = { name: 'robots', engines: { avatarctl: '^1.0.0' }, avatarctl }
    const plugin = { name: 'robots', version: '1.0.0', root: home.join('robots'), type: 'core', pjson }
    const composition = compose({
      ...{ version: '1.0.0', root: home.path, environment: {}, plugins: [plugin], signal },
      ...{
        dataFolder: home.join('data'),
        cacheFolder: home.join('cache'),
        configFolder: home.join('config'),
      },
      safeMode: false,
      isAttended: false,
      askToInstall: undefined,
      ...{ warn: (said) => expect.fail(said), waiting: () => expect.fail(), printed: () => expect.fail() },
    })
    const options = set === undefined ? [] : [{ contribution: 'robots', name: 'base', value: set }]
    await using chain = await composition.chain({
      ...{ generator: 'robots', options, dryRun },
      preferences: await composition.preferences(undefined),
    })
    const answer = await chain.ask(ada, { size: 64, signal })
    const said = answer.kind === 'image' ? Buffer.from(answer.bytes).toString() : answer
    return { said, requests: server.requests.length }
  }

  const counting = () => {
    let count = 0
    return practice.serve((_, response) =>
      response.writeHead(200, { 'cache-control': 'max-age=60' }).end(`robot ${(count += 1)}`),
    )
  }

  it('asks the address that the user set an option to, and says which avatarctl it is', async () => {
    const server = await counting()
    expect(await ask(server, { set: `${server.origin}/robots` })).to.deep.equal({
      said: 'robot 1',
      requests: 1,
    })
    expect(server.requests[0]).to.have.property('url', '/robots')
    expect(server.requests[0]!.headers).to.include({ 'user-agent': 'avatarctl/1.0.0' })
  })

  it('does not ask an address that only the plugin names', async () => {
    const server = await counting()
    for (const hosts of [[], ['robots.example']]) {
      const { said, requests } = await ask(server, { byDefault: server.origin, hosts })
      expect(said).to.include({ kind: 'failed', generator: 'robots' })
      expect(said)
        .to.have.property('message')
        .that.matches(/declares no hosts|may not ask/)
      expect(requests).to.equal(0)
    }
  })

  it('keeps answers in the cache folder, but for a dry run, which only looks there', async () => {
    const server = await counting()
    await ask(server, { set: server.origin, dryRun: true })
    expect(await readdir(home.path)).to.deep.equal(['robots'])
    expect(await ask(server, { set: server.origin })).to.deep.equal({ said: 'robot 2', requests: 2 })
    expect(await readdir(home.path)).to.deep.equal(['cache', 'robots'])
    expect(await ask(server, { set: server.origin, dryRun: true })).to.deep.equal({
      said: 'robot 2',
      requests: 2,
    })
  })

  it('asks one host no more at a time, however many chains there are', async () => {
    let [now, most, asked] = [0, 0, 0]
    const server = await practice.serve((_, response) => {
      most = Math.max(most, (now += 1))
      asked += 1
      setTimeout(() => {
        now -= 1
        response.writeHead(200).end('robot')
      }, 20)
    })
    const network = generatorNetwork({ version: '1.0.0', cacheFolder: home.join('cache') })
    const generator = { id: 'robots', hosts: [] }
    const ask = async (chain: number) => {
      const mine = network({ dryRun: false })
      const fetch = await mine.fetchFor(generator, [server.origin])
      const answers = Array.from({ length: 8 }, (_, n) => fetch(`${server.origin}/${chain}-${n}`))
      await Promise.all(answers.map(async (answer) => (await answer).text()))
      await mine.close()
    }
    await Promise.all([ask(1), ask(2), ask(3)])
    expect({ asked, most }).to.deep.equal({ asked: 24, most: 4 })
    // Closed by the last of them, it is there again for the next.
    await ask(4)
    expect(asked).to.equal(32)
  })
})
