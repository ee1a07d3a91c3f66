import { readFile, writeFile, mkdir } from 'node:fs/promises'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { keys, noTerminal } from '../support/terminal.ts'
import { asked, down, no, noPage, pick, plan, suggestions, wizard, yes } from '../support/wizard.ts'

const title = `avatarctl alone, in a terminal${noTerminal === undefined ? '' : ` (skipped: ${noTerminal})`}`
describe(title, () => {
  const home = temporaryFolder()
  before(function () {
    if (noTerminal !== undefined) this.skip()
  })

  const run = (args: readonly string[]) => avatarctl(args, { home: home.path })
  const settings = () => readFile(home.join('config/settings.yaml'), 'utf8')
  const summaryOf = async (directory: string) =>
    (await run(['list', '-d', directory, '--json'])).json<{ summary: object }>().summary

  it('leads from the first question to the summary with Enter and one yes, on a made-up company', async () => {
    await run(['sandbox', '--reset', '--people', '12', '--limits', 'none'])
    const { code, screen } = await wizard(home.path, [
      ...suggestions('aim', 'directory', 'chain', 'samples', 'use'),
      ...plan(yes),
      { after: asked.keep, keys: yes },
    ])
    expect(code, screen).to.equal(0)
    expect(screen)
      .to.contain('Nothing is changed before a question says so')
      .and.match(/sandbox: works/)
      .and.match(/\d+ people: [1-9]\d* without a photo, 0 with an avatar of ours/)
      .and.match(/WHO +WHAT +WITH +WHY/)
      .and.match(/[1-9]\d* (?:people get|person gets) an avatar\. Nobody’s own photo is touched/)
      .and.match(/[1-9]\d* changed, \d+ left as they are/)
      .and.contain('The same without questions:\n  avatarctl sync -d sandbox: -g initials,identicon\n')
      .and.contain('  avatarctl restore -d sandbox: --all\n')
    expect(await summaryOf('sandbox:')).to.include({ missing: 0 })
    expect(await settings()).to.match(/directory: "?sandbox:"?\ngenerator: initials,identicon\n/)
    const again = await run(['sync', '--dry-run', '--json'])
    expect(again.json<{ summary: object }>().summary, again.stdout).to.include({ planned: 0 })
  })

  it('changes nothing where Enter answers everything, and says how to do it later', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    await mkdir(home.join('config'))
    const written = `version: 2\n# Ours.\nconnections:\n  lab: { type: folder, options: { path: ${home.join('company')} } } # here\n`
    await writeFile(home.join('config/settings.yaml'), written)
    const { code, screen } = await wizard(
      home.path,
      [...suggestions('aim', 'directory', 'chain'), { after: asked.samples, keys: no }, ...plan(keys.enter)],
      { env: { AVATARCTL_DIRECTORY: 'lab' } },
    )
    expect(code, screen).to.equal(0)
    expect(screen)
      .to.contain('Nothing was changed.')
      .and.contain('avatarctl sync -d lab -g initials,identicon')
    expect(screen).to.not.match(asked.keep)
    expect(await summaryOf('lab')).to.include({ missing: 2, own: 0 })
    expect(await settings()).to.equal(written)
  })

  it('makes a connection on the way, and keeps the chain with it', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    const { code, screen } = await wizard(home.path, [
      ...suggestions('aim'),
      { after: asked.directory, keys: down + keys.enter },
      { after: /Which kind of directory.*select/s, keys: keys.enter },
      { after: /\? Name: \(folder\)/, keys: `lab${keys.enter}` },
      { after: /\? Path:/, keys: `company${keys.enter}` },
      { after: asked.chain, keys: down + keys.enter },
      { after: asked.samples, keys: no },
      ...plan(yes),
      ...suggestions('keep'),
    ])
    expect(code, screen).to.equal(0)
    expect(screen)
      .to.contain('lab works')
      .and.contain('avatarctl sync -d lab -g identicon')
      .and.match(/docs\/running/)
      .and.not.contain('Test it now?')
    expect(await settings()).to.match(
      /directory: lab\nconnections:\n {2}lab:\n(?: {4}.*\n)* {4}generator: identicon\n/,
    )
  })

  it('says what is wrong with a directory, and lets another one be chosen', async () => {
    await run(['sandbox', '--reset', '--people', '3', '--limits', 'none'])
    const { code, screen } = await wizard(
      home.path,
      [
        ...suggestions('aim', 'directory'),
        { after: /There is no folder.*What now\?.*select/s, keys: keys.enter },
        { after: asked.directory, keys: down + keys.enter },
        { after: asked.chain, keys: keys.ctrlC },
      ],
      { env: { AVATARCTL_DIRECTORY: `folder:${home.join('nowhere')}` } },
    )
    expect(code, screen).to.equal(130)
    expect(screen).to.contain('sandbox: works')
  })

  it('takes no chain that cannot be made', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    const { code, screen } = await wizard(
      home.path,
      [
        ...suggestions('aim', 'directory'),
        { after: asked.chain, keys: pick('A chain') },
        { after: /\? Chain: \(initials,identicon\)/, keys: `Initials!${keys.enter}` },
        { after: /Ids have lower-case letters/, keys: `\x15initals${keys.enter}` },
        {
          after: /There is no generator "initals".*Did you mean initials\?.*Which avatars\?.*select/s,
          keys: pick('A chain'),
        },
        { after: /\? Chain:/, keys: `identicon,initials${keys.enter}` },
        { after: asked.samples, keys: no },
        ...plan(yes),
        { after: asked.keep, keys: no },
      ],
      {
        env: {
          AVATARCTL_DIRECTORY: `folder:${home.join('company')}`,
          npm_config_registry: 'http://127.0.0.1:9',
        },
      },
    )
    expect(code, screen).to.equal(0)
    expect(screen).to.contain('-g identicon,initials').and.contain('2 changed')
  })

  it('shows who has none, and goes no further', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    const { code, screen } = await wizard(
      home.path,
      [
        { after: asked.aim, keys: down + keys.enter },
        ...suggestions('directory'),
        { after: /Go on, and choose avatars for them\? \(y\/N\)/, keys: keys.enter },
      ],
      { env: { AVATARCTL_DIRECTORY: `folder:${home.join('company')}` } },
    )
    expect(code, screen).to.equal(0)
    expect(screen).to.contain('Ada Lovelace').and.not.contain('Grace Hopper')
    expect(screen).to.contain(`avatarctl list -d folder:${home.join('company')} --photo missing`)
  })

  it('puts originals back', async () => {
    const directory = `folder:${home.join('company')}`
    await makeCompany(home.join('company'), await fiveColleagues())
    await run(['sync', '-d', directory])
    const { code, screen } = await wizard(
      home.path,
      [{ after: asked.aim, keys: pick('Put originals') }, ...suggestions('directory', 'whom'), ...plan(yes)],
      { env: { AVATARCTL_DIRECTORY: directory } },
    )
    expect(code, screen).to.equal(0)
    expect(screen)
      .to.contain('2 people have no photo again')
      .and.contain(`avatarctl restore -d ${directory} --all`)
    expect(await summaryOf(directory)).to.include({ missing: 2, own: 0 })
  })

  it('puts back what one person had, or what one run has changed, and asks again for whom nobody knows', async () => {
    const directory = `folder:${home.join('company')}`
    await makeCompany(home.join('company'), await fiveColleagues())
    await run(['sync', '-d', directory])
    const toWhom = [{ after: asked.aim, keys: pick('Put originals') }, ...suggestions('directory')]
    const env = { AVATARCTL_DIRECTORY: directory }
    const one = await wizard(
      home.path,
      [
        ...toWhom,
        { after: asked.whom, keys: down + keys.enter },
        { after: /\? Person:/, keys: `nobody${keys.enter}` },
        ...noPage,
        { after: /Nobody in the directory has.*Whose originals\?.*select/s, keys: down + keys.enter },
        { after: /\? Person:/, keys: `ada@example.com${keys.enter}` },
        ...plan(yes),
      ],
      { env },
    )
    expect(one.code, one.screen).to.equal(0)
    expect(one.screen).to.contain(`restore -d ${directory} --person ada@example.com`)
    expect(await summaryOf(directory)).to.include({ missing: 1, own: 1 })
    const other = await wizard(
      home.path,
      [
        ...toWhom,
        { after: asked.whom, keys: down + down + keys.enter },
        { after: /Which run\?[^]*sync, 2 changed.*select/s, keys: down + keys.enter },
        ...plan(yes),
      ],
      { env },
    )
    expect(other.code, other.screen).to.equal(0)
    expect(await summaryOf(directory)).to.include({ missing: 2, own: 0 })
  })

  it('puts up photos of somebody’s own, after it has said whose they are', async () => {
    const directory = `folder:${home.join('company')}`
    await makeCompany(home.join('company'), await fiveColleagues())
    await mkdir(home.join('new photos'))
    await writeFile(home.join('new photos/ada@example.com.png'), await picture('green'))
    await writeFile(home.join('new photos/stranger.png'), await picture('blue'))
    const { code, screen } = await wizard(
      home.path,
      [
        { after: asked.aim, keys: pick('Put up') },
        ...suggestions('directory'),
        { after: /\? Photos: \(photos\)/, keys: `new photos${keys.enter}` },
        { after: /\? Table \(Enter: none\):/, keys: keys.enter },
        { after: /How are they cut square\?.*select/s, keys: keys.enter },
        ...noPage,
        {
          after: /stranger\.png[^]*1 person gets a photo of yours[^]*Shall it be done\? \(y\/N\)/,
          keys: yes,
        },
      ],
      { env: { AVATARCTL_DIRECTORY: directory } },
    )
    expect(code, screen).to.equal(0)
    expect(screen).to.contain(`avatarctl upload 'new photos' -d ${directory} --crop attention`)
    expect(await summaryOf(directory)).to.include({ missing: 1, own: 0, human: 3 })
  })

  it('takes photos from a folder first, and draws the others', async () => {
    const directory = `folder:${home.join('company')}`
    await makeCompany(home.join('company'), await fiveColleagues())
    await mkdir(home.join('faces'))
    await writeFile(home.join('faces/ada@example.com.png'), await picture('green'))
    const { code, screen } = await wizard(
      home.path,
      [
        ...suggestions('aim', 'directory'),
        { after: asked.chain, keys: pick('Photos from') },
        { after: /\? Folder: \(photos\)/, keys: `faces${keys.enter}` },
        { after: asked.samples, keys: no },
        ...plan(yes),
        { after: asked.keep, keys: yes },
      ],
      { env: { AVATARCTL_DIRECTORY: directory } },
    )
    expect(code, screen).to.equal(0)
    expect(screen)
      .to.match(/Ada Lovelace +gets an avatar +folder/)
      .and.match(/Łukasz Odziewa +gets an avatar +initials/)
    expect(await settings()).to.contain(`path: ${home.join('faces')}`)
    const again = await run(['sync', '--dry-run', '--json'])
    expect(again.json<{ summary: object }>().summary, again.stdout).to.include({ planned: 0 })
  })

  it('leaves when it is asked to', async () => {
    const { code, screen } = await wizard(home.path, [{ after: asked.aim, keys: pick('Leave') }])
    expect(code, screen).to.equal(0)
  })
})

describe('avatarctl alone, for a program', () => {
  const home = temporaryFolder()

  it('says in short what there is, on standard error: exit 2', async () => {
    const { code, stdout, stderr } = await avatarctl([], { home: home.path })
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
    expect(stderr).to.contain('avatarctl demo')
  })
})
