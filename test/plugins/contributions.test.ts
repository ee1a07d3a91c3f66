import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { type InstalledPlugin, readContributions } from '../../src/plugins/contributions.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const generator = {
  ...{ id: 'robots', title: 'Robots', description: 'A robot', module: './generator.js', produces: 'artwork' },
  ...{ revision: 1, deterministic: true, hosts: [], sends: [] },
  licence: { code: 'MIT', artwork: 'CC0-1.0' },
}

describe('what plugins contribute', () => {
  const folder = temporaryFolder()

  /** A plugin's folder, whose module throws as soon as anybody imports it. */
  async function plugin(
    name: string,
    manifest: unknown,
    more: Record<string, unknown> = {},
  ): Promise<InstalledPlugin> {
    const root = folder.join(name)
    await mkdir(root, { recursive: true })
    await writeFile(path.join(root, 'generator.js'), 'throw new Error("imported")')
    const pjson = { name, version: '1.0.0', engines: { avatarctl: '^1.0.0' }, avatarctl: manifest, ...more }
    return { name, version: '1.0.0', root, type: 'user', pjson }
  }
  const contributing = (...generators: unknown[]) => ({ contributes: { generators } })

  it('is read from package.json, and no code of the plugin is loaded', async () => {
    const found = await readContributions([await plugin('robots', contributing(generator))], '1.2.3')
    expect(found.problems).to.deep.equal([])
    expect(found.generators[0]).to.include({ id: 'robots', title: 'Robots' })
    expect(found.generators[0]?.origin).to.include({ plugin: 'robots', version: '1.0.0', bundled: false })
  })

  it('may have the options in a file of their own, inside the plugin', async () => {
    const own = { ...generator, optionsFile: './options.json' }
    const declared = { type: 'object', properties: { arms: { type: 'integer', description: 'How many' } } }
    const robots = await plugin('robots', contributing(own))
    const file = path.join(robots.root, 'options.json')
    const problem = async (manifest: unknown = contributing(own)) => {
      const { problems } = await readContributions([await plugin('robots', manifest)], '1.2.3')
      return problems[0]?.message
    }
    expect(await problem()).to.contain('its optionsFile ./options.json is not there')
    await writeFile(file, JSON.stringify(declared))
    const { generators } = await readContributions([robots], '1.2.3')
    expect(generators[0]?.options).to.deep.equal(declared)
    expect(await problem(contributing({ ...own, options: declared }))).to.contain(
      'both options and optionsFile',
    )
    await writeFile(file, '{ "type": ')
    expect(await problem()).to.contain('./options.json cannot be read')
    await writeFile(file, JSON.stringify({ type: 'object', properties: { 'No Name': {} } }))
    expect(await problem()).to.contain('has the key "No Name"')
    await writeFile(file, ' '.repeat(1_000_001))
    expect(await problem()).to.contain('larger than 1 MB')
    await writeFile(folder.join('outside.json'), JSON.stringify(declared))
    expect(await problem(contributing({ ...own, optionsFile: '../outside.json' }))).to.contain('outside')
  })

  it('passes over packages that have nothing to do with us', async () => {
    const other = { ...(await plugin('other', undefined)), pjson: { name: 'other' } }
    expect(await readContributions([other], '1.0.0')).to.deep.equal({
      generators: [],
      directories: [],
      problems: [],
    })
  })

  it('may be given options and secrets from the environment, and ask a server that an option names, if they are there', async () => {
    const own = {
      ...{ ...generator, sends: ['the e-mail'], secrets: ['password'], hostOptions: ['url'] },
      ...{ environment: { ROBOTS_URL: 'url', ROBOTS_PASSWORD: 'password' } },
      options: { type: 'object', properties: { url: { type: 'string', description: 'The server' } } },
    }
    const problem = async (more: Record<string, unknown>) => {
      const robots = await plugin('robots', contributing({ ...own, ...more }))
      return (await readContributions([robots], '1.2.3')).problems[0]?.message
    }
    expect(await problem({})).to.equal(undefined)
    expect(await problem({ hostOptions: ['host'] })).to.contain(
      'hostOptions names "host", which is none of its options',
    )
    expect(await problem({ environment: { HOME: 'home' } })).to.contain(
      'environment.HOME names "home", which is none of its options or secrets',
    )
    expect(await problem({ environment: { path: 'url' } })).to.contain('path')
    expect(await problem({ sends: [] })).to.contain('sends')
  })

  it('may have a sign-in through the browser, which names only what is there', async () => {
    const browser = { server: 'server', authorize: '/a', token: '/t', clientId: 'app', clientSecret: 'key' }
    const directory = {
      ...{ id: 'faces', title: 'Faces', module: './generator.js', secrets: ['key'], rateLimits: {} },
      options: { type: 'object', properties: { server: {}, app: {} } },
    }
    const problem = async (more: Record<string, unknown>) => {
      const contributes = { directories: [{ ...directory, signIn: { browser: { ...browser, ...more } } }] }
      const { problems, directories } = await readContributions(
        [await plugin('faces', { contributes })],
        '1.2.3',
      )
      return problems[0]?.message ?? directories[0]?.signIn?.browser
    }
    expect(await problem({})).to.deep.equal(browser)
    const at = 'avatarctl.contributes.directories[0].signIn.browser'
    for (const [more, says] of [
      [{ server: 'host' }, `${at}.server names "host", which is none of its options`],
      [{ clientId: 'key' }, `${at}.clientId names "key", which is none of its options`],
      [{ clientSecret: 'app' }, `${at}.clientSecret names "app", which is none of its secrets`],
      [{ rateLimit: 'auth' }, `${at}.rateLimit names "auth", which is none of its rateLimits`],
      [{ token: undefined }, `${at} lacks "token"`],
      [{ authorize: 'https://evil.example/' }, `${at}.authorize is "https://evil.example/"`],
      [{ authorize: '//evil.example/' }, `${at}.authorize is "//evil.example/"`],
      [{ scopes: [] }, `${at}.scopes must NOT have fewer`],
      [{ scopes: ['a b'] }, `${at}.scopes[0] is "a b"`],
      [{ device: '/d' }, `${at} has an unknown key "device"`],
    ] as const)
      expect(await problem(more), JSON.stringify(more)).to.contain(says)
  })

  const wrong: [title: string, manifest: unknown, more: Record<string, unknown>, says: RegExp][] = [
    ['no engines', contributing(generator), { engines: {} }, /engines\.avatarctl/],
    [
      'another version of the tool',
      contributing(generator),
      { engines: { avatarctl: '^2.0.0' } },
      /\^2\.0\.0.*1\.2\.3/,
    ],
    ['a manifest that is a string', 'generators', {}, /must be object/],
    ['nothing contributed', { contributes: {} }, {}, /contributes must NOT have fewer than 1/],
    [
      'a contribution point of a newer avatarctl',
      { contributes: { themes: [] } },
      {},
      /"themes", which avatarctl 1\.2\.3 does not know: it needs a newer avatarctl/,
    ],
    [
      'an unknown key',
      contributing({ ...generator, colour: 1 }),
      {},
      /generators\[0\] has an unknown key "colour", which is misspelt, or needs a newer avatarctl than 1\.2\.3$/,
    ],
    [
      'a missing title',
      contributing({ ...generator, title: undefined }),
      {},
      /generators\[0\] lacks "title"/,
    ],
    ['an empty title', contributing({ ...generator, title: ' ' }), {}, /\.title is " ".*One line of text/],
    [
      'an id with a path in it',
      contributing({ ...generator, id: '../x' }),
      {},
      /\.id is "\.\.\/x".*Lower-case/,
    ],
    ['a revision of 0', contributing({ ...generator, revision: 0 }), {}, /\.revision must be >= 1/],
    [
      'a host that is an address on the web',
      contributing({ ...generator, hosts: ['https://x.org/'], sends: ['seed'] }),
      {},
      /hosts\[0\] is "https:.*no scheme/,
    ],
    [
      'hosts that are told nobody knows what',
      contributing({ ...generator, hosts: ['x.org'] }),
      {},
      /\.sends must NOT have fewer than 1/,
    ],
    [
      'options that are no schema',
      contributing({
        ...generator,
        options: { type: 'object', properties: { x: { description: 'X', type: 7 } } },
      }),
      {},
      /\.options\.properties\.x\.type/,
    ],
    ['a wrong kind of picture', contributing({ ...generator, produces: 'nft' }), {}, /artwork, photo/],
    [
      'a module that is not there',
      contributing({ ...generator, module: './gone.js' }),
      {},
      /gone\.js is not there/,
    ],
    [
      'a module outside its folder',
      contributing({ ...generator, module: './../robots2/generator.js' }),
      {},
      /\.module is ".*no part of it is \. or \.\./,
    ],
  ]
  for (const [title, manifest, more, says] of wrong) {
    it(`reports ${title} with the plugin's name, and keeps every other plugin`, async () => {
      const good = await plugin('robots2', contributing({ ...generator, id: 'good' }))
      const bad = await plugin('bad', JSON.parse(JSON.stringify(manifest)), more)
      const found = await readContributions([bad, good], '1.2.3')
      expect(found.generators.map(({ id }) => id)).to.deep.equal(['good'])
      expect(found.problems).to.have.length(1)
      expect(found.problems[0]).to.include({ plugin: 'bad', version: '1.0.0' })
      expect(found.problems[0]?.message).to.match(says)
    })
  }

  it('says which generators are missing because of a plugin that is left out', async () => {
    const bad = await plugin('bad', contributing({ ...generator, revision: 0 }, { id: '\u001b[2J' }, null))
    expect((await readContributions([bad], '1.2.3')).problems[0]?.generators).to.deep.equal(['robots'])
  })

  it('leaves a manifest as it is', async () => {
    const options = { type: 'object', properties: { x: { description: 'X' } } }
    const one = await plugin('one', contributing({ ...generator, options }))
    const before = structuredClone(one.pjson)
    expect((await readContributions([one], '1.2.3')).problems).to.deep.equal([])
    expect(one.pjson).to.deep.equal(before)
  })

  it('refuses a module that a link leads outside', async () => {
    const bad = await plugin('bad', contributing({ ...generator, module: './link.js' }))
    await writeFile(folder.join('outside.js'), '')
    await symlink(folder.join('outside.js'), path.join(bad.root, 'link.js'))
    expect((await readContributions([bad], '1.2.3')).problems[0]?.message).to.match(/outside/)
  })

  it('lets no installed plugin take an id from a bundled one, whichever comes first', async () => {
    const bundled = { ...(await plugin('ours', contributing(generator))), type: 'core' }
    const thief = await plugin('thief', contributing(generator))
    const found = await readContributions([thief, bundled], '1.2.3')
    expect(found.generators.map(({ origin }) => origin.plugin)).to.deep.equal(['ours'])
    expect(found.problems[0]).to.deep.include({ plugin: 'thief' })
    expect(found.problems[0]?.message).to.contain('ours')
  })

  it('takes all of a plugin or nothing of it', async () => {
    const half = await plugin(
      'half',
      contributing({ ...generator, id: 'a' }, { ...generator, id: 'b', module: './gone.js' }),
    )
    expect((await readContributions([half], '1.2.3')).generators).to.deep.equal([])
  })
})
