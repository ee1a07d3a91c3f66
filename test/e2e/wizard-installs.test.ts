import { expect } from 'chai'
import { readdir } from 'node:fs/promises'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { generatorPackage } from '../support/made-up-package.ts'
import { type Registry, startRegistry } from '../support/registry.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { keys, noTerminal } from '../support/terminal.ts'
import { asked, no, pick, plan, suggestions, wizard, yes } from '../support/wizard.ts'

describe(`the wizard, with a generator that is not there yet${noTerminal === undefined ? '' : ` (skipped: ${noTerminal})`}`, function () {
  this.timeout(90_000)
  const home = temporaryFolder()
  let registry: Registry | undefined
  before(async function () {
    if (noTerminal !== undefined) return this.skip()
    registry = await startRegistry()
    await registry.publish(
      generatorPackage('@avatarctl/generator-robots', '1.0.0', 'robots', {
        ...{ publisher: 'ada', contribution: { hosts: ['robots.example'], sends: ['hashed email'] } },
      }),
    )
  })
  after(async () => registry?.close())

  const toTheQuestion = [
    ...suggestions('aim', 'directory'),
    { after: asked.chain, keys: pick('A chain') },
    { after: /\? Chain:/, keys: `robots,initials${keys.enter}` },
  ]
  const install =
    /Asks +robots\.example\s+Sends +hashed email[^]*Install @avatarctl\/generator-robots 1\.0\.0\? \(y\/N\) /
  const env = () => ({
    ...registry!.environment,
    AVATARCTL_DIRECTORY: `folder:${home.join('company')}`,
  })

  it('says whom it asks and what it sends, installs it after a yes, and goes on with it', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    const { code, screen } = await wizard(
      home.path,
      [
        ...toTheQuestion,
        { after: install, keys: yes },
        { after: /See samples of robots first/, keys: keys.enter },
        ...suggestions('use'),
        ...plan(yes),
        { after: asked.keep, keys: no },
      ],
      { env: env() },
    )
    expect(code, screen).to.equal(0)
    expect(screen)
      .to.match(/gets an avatar +robots/)
      .and.contain('2 changed')
    expect(await readdir(home.join('data/plugins'))).to.not.deep.equal([])
  })

  it('installs nothing after a no, and asks for other avatars', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    const { code, screen } = await wizard(
      home.path,
      [...toTheQuestion, { after: install, keys: keys.enter }, { after: asked.chain, keys: keys.ctrlC }],
      { env: env() },
    )
    expect(code, screen).to.equal(130)
    expect(screen).to.contain('There is no generator "robots"')
    expect(await readdir(home.join('data/plugins'))).to.deep.equal([])
  })
})
