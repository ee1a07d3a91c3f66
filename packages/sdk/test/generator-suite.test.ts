import { expect } from 'chai'
import * as nodeTest from 'node:test'
import { pathToFileURL } from 'node:url'
import type { Generator, PluginFetch } from '../src/index.ts'
import { generatorRules, testGenerator, type Runner } from '../src/testing/index.ts'
import { failingRules } from './failing-rules.ts'
import { drawing, rightContribution, withPlugin } from './plugin-folder.ts'
import { smallPng } from './small-png.ts'
import { worseGenerators, wrongGenerators } from './wrong-generators.ts'

const greys: Generator = {
  generate: ({ size, seed }) => ({ bytes: smallPng(size, size, seed.length % 256), label: 'G' }),
}

const packing = 'publishes the modules that it names'

/** Asking npm takes a second: only for those whose package.json makes a difference to it. */
const quickRules = generatorRules.filter(({ name }) => name !== packing)

const online: Generator = {
  async generate({ fetch, seed, signal }) {
    const answer = await fetch(`https://pictures.example.com/${encodeURIComponent(seed.slice(0, 99))}`, {
      signal,
    })
    if (answer.status === 404) return null
    if (!answer.ok) throw new Error(`It answered ${answer.status}`)
    return { bytes: new Uint8Array(await answer.arrayBuffer()) }
  },
}

describe('The contract of generators', () => {
  describe('holds of one that draws PNG', () => {
    testGenerator({ generator: greys, contribution: rightContribution })
  })

  describe('holds of one that says why it has none', () => {
    const generator: Generator = {
      generate: (request) =>
        request.person.firstName ? greys.generate(request) : { none: 'there is no first name to draw' },
    }
    testGenerator({ generator, contribution: rightContribution })
  })

  describe('holds of one that finds photos of some people', () => {
    testGenerator({
      generator: online,
      contribution: {
        ...rightContribution,
        produces: 'photo',
        hosts: ['pictures.example.com'],
        sends: ['e-mail'],
      },
      fetch: (input) => {
        const found = new URL(input instanceof Request ? input.url : input).pathname.startsWith('/ada')
        return Promise.resolve(found ? new Response(smallPng(80, 100)) : new Response(null, { status: 404 }))
      },
    })
  })

  it('holds of one in a package, given by path or address', async () => {
    await withPlugin({}, async (folder) => {
      expect(await failingRules(generatorRules, { plugin: folder })).to.deep.equal([])
      const plugin = pathToFileURL(`${folder}/`)
      expect(await failingRules(quickRules, { plugin, id: 'squares' })).to.deep.equal([])
    })
  })

  it('takes an object in place of the module of a package', async () => {
    await withPlugin({ contribution: { module: './dist/not-built.js' } }, async (plugin) => {
      expect(await failingRules(quickRules, { plugin, generator: greys })).to.deep.equal([])
    })
  })

  it('admits the host of an address that an option sets', async () => {
    const source = `export default { generate: ({ fetch, options, signal }) => fetch(options.base, { signal })
      .then(async (answer) => { if (!answer.ok) throw new Error('It failed'); return { bytes: new Uint8Array(await answer.arrayBuffer()) } }) }`
    await withPlugin({ source }, async (plugin) => {
      const options = { base: 'https://mine.example.com/' }
      const fetch = (): Promise<Response> => Promise.resolve(new Response(smallPng(1024)))
      expect(await failingRules(quickRules, { plugin, options, fetch })).to.deep.equal([])
    })
  })

  describe('of one that asks a host', () => {
    const hosts = { hosts: ['pictures.example.com', 'cdn.example.com:8443'], sends: ['seed'] }
    const rule = (name: string) => generatorRules.filter((one) => one.name === name)
    const aboutHosts = rule('asks only the hosts that it declares, and through the fetch that it is handed')
    const aboutAnswers = rule('answers with an image or none, whoever it is asked for')
    const asking = (before = '') =>
      drawing({
        before: `${before}
          const answer = await fetch('https://pictures.example.com/' + seed.length, { signal })
          if (!answer.ok) throw new Error('It answered ' + answer.status)`,
        inside: '<desc>${await answer.text()}</desc>',
      }).replace('const { person,', 'const { seed, person,')
    const leadingTo =
      (address: string): PluginFetch =>
      (input) => {
        const { host, pathname } = new URL(input instanceof Request ? input.url : input)
        if (host !== 'pictures.example.com') return Promise.resolve(new Response(pathname))
        return Promise.resolve(Response.redirect(`${address}${pathname}`, 302))
      }

    async function failing(source: string, fetch: PluginFetch, rules = quickRules): Promise<string[]> {
      return await withPlugin({ contribution: hosts, source }, (plugin) =>
        failingRules(rules, { plugin, fetch }),
      )
    }

    it('holds where that leads on to another declared one', async () => {
      expect(await failing(asking(), leadingTo('https://cdn.example.com:8443'))).to.deep.equal([])
    })

    it('is broken where that leads on to one that is not declared, or to no end', async () => {
      for (const address of [
        'https://cdn.example.com',
        'http://cdn.example.com:8443',
        'https://ada:secret@cdn.example.com:8443',
      ]) {
        const broken = await failing(asking(), leadingTo(address), aboutHosts)
        expect(broken, address).to.have.length(1)
      }
      const toNoEnd = leadingTo('https://pictures.example.com')
      expect(await failing(asking(), toNoEnd, aboutAnswers)).to.have.length(1)
    })

    it('is broken where its picture depends on the machine all the same', async () => {
      const draws = asking().replace('await answer.text()', 'new Date(2020, 0).getTime()')
      expect(await failing(draws, () => Promise.resolve(new Response('1')))).to.deep.equal([
        'answers the same in another process, when it says that it is deterministic',
      ])
    })
  })

  describe('is broken, in exactly one rule, by one that does one thing wrong:', () => {
    for (const { name } of generatorRules) {
      it(name, async () => {
        const wrong = wrongGenerators[name]
        if (!wrong) expect.fail('There is no wrong generator for this rule')
        await withPlugin(wrong, async (plugin) => {
          const rules = name === packing ? generatorRules : quickRules
          expect(await failingRules(rules, { plugin })).to.deep.equal([name])
        })
      })
    }

    it('and there is no wrong generator without a rule', () => {
      expect(generatorRules.map(({ name }) => name)).to.include.members(Object.keys(wrongGenerators))
    })
  })

  for (const [rule, what, wrong] of worseGenerators) {
    it(`is broken by one that ${what}`, async () => {
      await withPlugin(wrong, async (plugin) => {
        const inQuestion = generatorRules.filter(({ name }) => name === rule)
        expect(await failingRules(inQuestion, { plugin })).to.deep.equal([rule])
      })
    })
  }

  it('says which contribution is meant when there are several', async () => {
    const generators = [rightContribution, { ...rightContribution, id: 'circles' }]
    await withPlugin({ pkg: { avatarctl: { contributes: { generators } } } }, async (plugin) => {
      expect(await failingRules(quickRules, { plugin, id: 'circles' })).to.deep.equal([])
      expect(await failingRules(quickRules, { plugin })).to.include('has a complete manifest')
    })
  })
})

describe('Registering a contract', () => {
  const subject = { generator: greys, contribution: rightContribution }

  it('takes describe and it of any runner, and says why a rule matters when it fails', async () => {
    const tests = new Map<string, () => Promise<void>>()
    const runner: Runner = {
      describe: (_, body) => {
        body()
      },
      it: (title, body) => tests.set(title, body),
    }
    testGenerator({ ...subject, generator: { generate: () => null } }, runner)
    expect([...tests.keys()]).to.deep.equal(generatorRules.map(({ name }) => name))
    const failure = await tests
      .get('has an image for somebody')?.()
      .catch((error: unknown) => error)
    expect(failure).to.be.an('error').with.property('message').that.includes('Name somebody who has one')
  })

  it('fits node:test', () => {
    const runner: Runner = nodeTest
    expect(runner.describe).to.be.a('function')
  })

  it('says what is missing where there is no runner', () => {
    const { describe, it } = globalThis
    Object.assign(globalThis, { describe: undefined, it: undefined })
    try {
      expect(() => {
        testGenerator(subject)
      }).to.throw('hand in those of your runner')
    } finally {
      Object.assign(globalThis, { describe, it })
    }
  })
})
