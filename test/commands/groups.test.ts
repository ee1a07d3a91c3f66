import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { type Colleague, makeCompany, snapshot } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Synced {
  changes: { person: { id: string }; action: string; generator: string | null; outcome: string }[]
  summary: { planned: number }
}

interface Made {
  files: { person: { id: string }; generator: string; path: string; sha256: string }[]
}

const colleagues: Colleague[] = [
  { id: '1', name: 'Ada Lovelace', email: 'ada@example.com', department: 'Engines' },
  { id: '2', name: 'Grace Hopper', email: 'grace@example.com', department: 'Sales' },
  { id: '3', name: 'Łukasz Odziewa', email: 'lukasz@example.com', department: 'SALES / North' },
  { id: '4', name: 'Νίκος Παπάς', email: 'nikos@sales.example', department: 'Support' },
]

describe('groups of the settings', () => {
  const home = temporaryFolder()

  beforeEach(() => makeCompany(home.join('company'), colleagues))

  async function settings(text: string): Promise<void> {
    await mkdir(home.join('config'), { recursive: true })
    await writeFile(home.join('config', 'settings.yaml'), text)
  }

  async function sync(...args: string[]): Promise<Synced> {
    const ended = await avatarctl(['sync', '-d', 'folder:company', '--size', '64', '--json', ...args], {
      home: home.path,
    })
    expect(ended.code, ended.stderr + ended.stdout).to.equal(0)
    return ended.json<Synced>()
  }

  const generators = ({ changes }: Synced) =>
    Object.fromEntries(changes.map(({ person, generator }) => [person.id, generator]))

  /** The colours that a picture of initials or squares has, as SVG. */
  async function coloursOf(...args: string[]): Promise<Record<string, string[]>> {
    const ended = await avatarctl(
      ['generate', '-d', 'folder:company', '--all', '--format', 'svg', '-o', 'faces', '--json', ...args],
      { home: home.path },
    )
    expect(ended.code, ended.stderr + ended.stdout).to.equal(0)
    const colours: Record<string, string[]> = {}
    for (const { person, path: file } of ended.json<Made>().files) {
      const svg = await readFile(path.resolve(home.path, file), 'utf8')
      colours[person.id] = [...new Set(svg.match(/#[0-9a-f]{6}\b/gi) ?? [])].map((colour) =>
        colour.toLowerCase(),
      )
    }
    return colours
  }

  const brand = `
generator: identicon
groups:
  - where: department=Sales*
    generator: initials
    generatorOptions:
      initials: { palette: "#aa0011" }
`

  it('get the chain and the options of the first group that somebody is in; the rest gets the usual one', async () => {
    await settings(`${brand}  - { where: [department=Sales*, name=Gr*], generator: dicebear }\n`)
    const synced = await sync()
    expect(generators(synced)).to.deep.equal({ 1: 'identicon', 2: 'initials', 3: 'initials', 4: 'identicon' })
    expect(synced.changes.map(({ outcome }) => outcome)).to.deep.equal(['done', 'done', 'done', 'done'])
    const colours = await coloursOf()
    expect(colours['2']).to.include('#aa0011')
    expect(colours['3']).to.include('#aa0011')
    expect(colours['1']).not.to.include('#aa0011')
  })

  it('are shown in a dry run, for people too', async () => {
    await settings(brand)
    const { stdout } = await avatarctl(['sync', '-d', 'folder:company', '--dry-run'], { home: home.path })
    expect(stdout).to.match(/would get an avatar with initials: no photo \(2\)\n {4}Grace Hopper/)
    expect(stdout).to.match(/would get an avatar with identicon: no photo \(2\)\n {4}Ada Lovelace/)
  })

  const conditions = [
    'department=Sales*',
    'department=sales / north',
    'department=*/*',
    'email=*@sales.example',
    'name=?da*',
    'id=4',
    'extension=',
    'site=*',
  ]
  for (const condition of conditions)
    it(`are chosen by the same conditions as --where: ${condition}`, async () => {
      await settings(`generator: identicon\ngroups: [{ where: "${condition}", generator: initials }]\n`)
      const inGroup = (await sync('--dry-run')).changes
        .filter(({ generator }) => generator === 'initials')
        .map(({ person }) => person.id)
      const listed = await avatarctl(['list', '-d', 'folder:company', '--where', condition, '--json'], {
        home: home.path,
      })
      expect(inGroup).to.deep.equal(listed.json<{ people: { id: string }[] }>().people.map(({ id }) => id))
    })

  it('are passed over where -g or the environment names a chain; an option of the command line holds in all', async () => {
    await settings(brand)
    const everybody = { 1: 'dicebear', 2: 'dicebear', 3: 'dicebear', 4: 'dicebear' }
    expect(generators(await sync('--dry-run', '-g', 'dicebear'))).to.deep.equal(everybody)
    const { json } = await avatarctl(['sync', '-d', 'folder:company', '--dry-run', '--json'], {
      ...{ home: home.path, env: { AVATARCTL_GENERATOR: 'dicebear' } },
    })
    expect(generators(json<Synced>())).to.deep.equal(everybody)
    const colours = await coloursOf('--option', 'initials.palette=#00aa11')
    expect(colours['2']).to.include('#00aa11').and.not.include('#aa0011')
    expect(colours['1']).not.to.include('#00aa11')
  })

  it('refuse an option for a generator that no group has, and take one that any of them has', async () => {
    await settings(brand)
    const { code, stderr } = await avatarctl(
      ['sync', '-d', 'folder:company', '--dry-run', '--option', 'dicebear.style=dylan'],
      { home: home.path },
    )
    expect(code).to.equal(2)
    expect(stderr).to.include('--option dicebear.style is for a generator that is not in the chain identicon')
  })

  it('upload nothing in a second run, and refresh only the group whose palette was changed', async () => {
    await settings(brand)
    await sync()
    const photos = await snapshot(home.join('company', 'photos'))
    expect((await sync()).summary.planned).to.equal(0)
    expect(await snapshot(home.join('company', 'photos'))).to.deep.equal(photos)

    await settings(brand.replace('#aa0011', '#0011aa'))
    const { changes } = await sync()
    expect(changes.map(({ person, action }) => [person.id, action])).to.deep.equal([
      ['2', 'refresh'],
      ['3', 'refresh'],
    ])
    const after = await snapshot(home.join('company', 'photos'))
    expect(Object.keys(photos).filter((file) => after[file] !== photos[file])).to.deep.equal([
      '2.png',
      '3.png',
    ])
    expect((await sync()).summary.planned).to.equal(0)
  })

  it('of a connection come before those at the top, and none are left where it wants none', async () => {
    await settings(`${brand}connections:
  own:
    type: folder
    options: { path: ${home.join('company')} }
    groups: [{ where: name=Grace*, generator: dicebear }]
  none:
    type: folder
    options: { path: ${home.join('company')} }
    groups: []
`)
    const planned = async (connection: string) => {
      const { json } = await avatarctl(['sync', '-d', connection, '--dry-run', '--json'], { home: home.path })
      return generators(json<Synced>())
    }
    expect(await planned('own')).to.deep.equal({
      1: 'identicon',
      2: 'dicebear',
      3: 'initials',
      4: 'identicon',
    })
    expect(await planned('none')).to.deep.equal({
      1: 'identicon',
      2: 'identicon',
      3: 'identicon',
      4: 'identicon',
    })
  })

  it('may have one installed generator with options of their own, which is told them when it is opened', async () => {
    const plugin = home.join('plugin')
    await mkdir(plugin)
    const generator = {
      ...{
        id: 'dyer',
        title: 'Dyer',
        description: 'One colour',
        module: './generator.js',
        produces: 'artwork',
      },
      ...{
        revision: 1,
        deterministic: true,
        hosts: [],
        sends: [],
        licence: { code: 'MIT', artwork: 'CC0-1.0' },
      },
      options: { type: 'object', properties: { colour: { type: 'string', default: '#111111' } } },
    }
    await writeFile(
      path.join(plugin, 'package.json'),
      JSON.stringify({
        ...{ name: 'dyer', version: '1.0.0', type: 'module', license: 'MIT', oclif: {} },
        ...{ engines: { avatarctl: '^0.1.0' }, avatarctl: { contributes: { generators: [generator] } } },
      }),
    )
    await writeFile(
      path.join(plugin, 'generator.js'),
      `let colour
       const svg = () => '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="' + colour + '"/></svg>'
       export default {
         open({ options }) {
           if (colour) throw new Error('opened twice')
           colour = options.colour
         },
         generate: () => ({ bytes: new TextEncoder().encode(svg()) }),
         close() {
           if (!colour) throw new Error('closed twice')
           colour = undefined
         },
       }`,
    )
    await avatarctl(['plugins', 'link', plugin], { home: home.path })
    await settings(`generator: dyer
groups:
  - { where: department=Sales*, generatorOptions: { dyer: { colour: "#aa0011" } } }
  - { where: name=Ada*, generatorOptions: { dyer: { colour: "#00aa11" } } }
  - { where: name=Νίκος*, generator: dyer }
`)
    expect(await coloursOf()).to.deep.equal({
      1: ['#00aa11'],
      2: ['#aa0011'],
      3: ['#aa0011'],
      4: ['#111111'],
    })
  })
})
