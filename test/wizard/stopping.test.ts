import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { snapshot, fiveColleagues, makeCompany } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { keys, noTerminal, type Typed } from '../support/terminal.ts'
import { asked, no, noPage, pick, plan, suggestions, wizard } from '../support/wizard.ts'

const title = `the wizard, stopped${noTerminal === undefined ? '' : ` (skipped: ${noTerminal})`}`
describe(title, () => {
  const home = temporaryFolder()
  before(function () {
    if (noTerminal !== undefined) this.skip()
  })

  const escape = '\x1b'
  const without = { after: asked.samples, keys: no }
  const at: [where: string, before: readonly Typed[], question: RegExp][] = [
    ['what somebody would like', [], asked.aim],
    ['the directory', suggestions('aim'), asked.directory],
    [
      'the kind of a new connection',
      [...suggestions('aim'), { after: asked.directory, keys: pick('Another') }],
      /Which kind of directory.*select/s,
    ],
    ['the avatars', suggestions('aim', 'directory'), asked.chain],
    ['the samples', suggestions('aim', 'directory', 'chain'), asked.samples],
    ['the use of what was seen', suggestions('aim', 'directory', 'chain', 'samples'), asked.use],
    ['the last yes', [...suggestions('aim', 'directory', 'chain'), without, ...noPage], asked.doIt],
    [
      'whose originals are put back',
      [{ after: asked.aim, keys: pick('Put originals') }, ...suggestions('directory')],
      asked.whom,
    ],
  ]
  for (const [where, before, question] of at)
    it(`leaves everything as it was at ${where}: exit 130`, async () => {
      await makeCompany(home.join('company'), await fiveColleagues())
      const was = await snapshot(home.join('company'))
      const { code, screen } = await wizard(home.path, [...before, { after: question, keys: keys.ctrlC }], {
        env: { AVATARCTL_DIRECTORY: `folder:${home.join('company')}` },
      })
      expect(code, screen).to.equal(130)
      expect(screen).to.contain('Nothing was done.').and.not.contain('was begun is finished')
      expect(await snapshot(home.join('company'))).to.deep.equal(was)
      for (const folder of ['config', 'data'])
        expect(existsSync(home.join(folder)) ? await readdir(home.join(folder)) : []).to.deep.equal([])
    })

  for (const [name, key] of [
    ['Escape', escape],
    ['Ctrl-D', keys.ctrlD],
  ])
    it(`takes ${name} for the same`, async () => {
      const { code, screen } = await wizard(home.path, [{ after: asked.aim, keys: key! }])
      expect(code, screen).to.equal(130)
      expect(screen).to.contain('Nothing was done.')
    })

  it('leaves the photos of the made-up company as they were', async () => {
    const list = async () =>
      (await avatarctl(['list', '-d', 'sandbox:', '--json'], { home: home.path })).stdout
    await avatarctl(['sandbox', '--reset', '--people', '5', '--limits', 'none'], { home: home.path })
    const was = await list()
    const { code } = await wizard(home.path, [
      ...suggestions('aim', 'directory', 'chain'),
      without,
      ...plan(keys.ctrlC),
    ])
    expect(code).to.equal(130)
    expect(await list()).to.equal(was)
  })

  it('says that the avatars are up where it is stopped after that', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    const { code, screen } = await wizard(
      home.path,
      [
        ...suggestions('aim', 'directory', 'chain'),
        without,
        ...plan(`y${keys.enter}`),
        { after: asked.keep, keys: keys.ctrlC },
      ],
      { env: { AVATARCTL_DIRECTORY: `folder:${home.join('company')}` } },
    )
    expect(code, screen).to.equal(130)
    expect(screen).to.contain('avatarctl runs list').and.not.contain('Nothing was done')
    expect(existsSync(home.join('config/settings.yaml'))).to.equal(false)
  })

  it('finishes whom it has begun with, and can be gone on with', async () => {
    await avatarctl(['sandbox', '--reset', '--people', '60'], { home: home.path })
    const { code, screen } = await wizard(home.path, [
      ...suggestions('aim', 'directory', 'chain'),
      without,
      ...plan(`y${keys.enter}`),
      { after: /[1-9]\d* of \d+ done/, keys: keys.ctrlC },
    ])
    expect(code, screen).to.equal(130)
    expect(screen).to.contain('run the same again to go on')
  })
})

describe(`the wizard in plain lines${noTerminal === undefined ? '' : ` (skipped: ${noTerminal})`}`, () => {
  const home = temporaryFolder()
  before(function () {
    if (noTerminal !== undefined) this.skip()
  })

  const number = /Number \(1\): /
  const dumb = (typed: readonly Typed[]) =>
    wizard(home.path, typed, {
      env: { TERM: 'dumb', AVATARCTL_DIRECTORY: `folder:${home.join('company')}` },
    })

  it('asks by number and writes over nothing', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    const { code, screen, sent } = await dumb([
      { after: number, keys: '7\n' },
      { after: /A number from 1 to \d is needed\./, keys: '\n' },
      { after: number, keys: '1\n' },
      { after: number, keys: '2\n' },
      { after: asked.samples, keys: 'perhaps\n' },
      { after: /Yes or no is needed/, keys: 'no\n' },
      ...plan('y\n'),
      { after: asked.keep, keys: 'n\n' },
    ])
    expect(code, screen).to.equal(0)
    expect(screen).to.contain('  2. Patterns.').and.contain('2 changed').and.contain('-g identicon')
    expect(sent).to.not.contain('\x1b')
  })

  for (const [name, key] of [
    ['Ctrl-C', keys.ctrlC],
    ['Ctrl-D', keys.ctrlD],
  ])
    it(`stops with ${name}: exit 130`, async () => {
      await makeCompany(home.join('company'), await fiveColleagues())
      const { code, screen } = await dumb([
        { after: number, keys: '\n' },
        { after: number, keys: key! },
      ])
      expect(code, screen).to.equal(130)
      expect(screen).to.contain('Nothing was done.').and.not.contain('was begun')
    })
})
