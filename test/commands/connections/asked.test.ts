import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { fiveColleagues, makeCompany } from '../../support/company.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { avatarctlInTerminal, keys, noTerminal, type Typed } from '../../support/terminal.ts'

const title = `avatarctl connections add, in a terminal${noTerminal === undefined ? '' : ` (skipped: ${noTerminal})`}`
describe(title, () => {
  const home = temporaryFolder()
  before(function () {
    if (noTerminal !== undefined) this.skip()
  })

  const down = '\x1b[B'
  const add = (typed: readonly Typed[], args: readonly string[] = []) =>
    avatarctlInTerminal(['connections', 'add', ...args], { home: home.path, typed, env: { NO_COLOR: '1' } })
  const settings = () => readFile(home.join('config/settings.yaml'), 'utf8')

  it('asks for everything, says why, takes no wrong answer, and tests what was made', async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
    const { code, screen } = await add([
      { after: /Which kind of directory.*select/s, keys: keys.enter },
      { after: /after -d\.\s+\? Name: \(folder\)/, keys: `My Lab${keys.enter}` },
      { after: /Did you mean my-lab\?/, keys: `\x15my-lab${keys.enter}` },
      { after: /holds people\.csv or people\.json, and photos\/\.\s+\? Path:/, keys: keys.enter },
      { after: /It cannot be left out/, keys: `company${keys.enter}` },
      { after: /Test it now\? \(Y\/n\)/, keys: keys.enter },
    ])
    expect(code, screen).to.equal(0)
    expect(await settings())
      .to.contain('directory: my-lab')
      .and.contain(`path: ${home.join('company')}`)
    expect(screen)
      .to.contain('used where none is named')
      .and.contain('my-lab works')
      .and.match(/Reading +works: 5 people/)
  })

  it('keeps secrets that nobody sees being typed, and can be told them later', async () => {
    const { code, screen } = await add([
      { after: /Which kind of directory.*select/s, keys: down + keys.enter },
      { after: /\? Name: \(ringcentral\)/, keys: `cloud${keys.enter}` },
      { after: /\? Server: \(https:\/\/platform\.ringcentral\.com\)/, keys: keys.enter },
      { after: /Enter leaves it out\.\s+\? Media:/, keys: keys.enter },
      { after: /\? Client ID:/, keys: `an-app${keys.enter}` },
      { after: /\? Keep session/, keys: keys.enter },
      {
        after: /not shown\..*avatarctl login\s+cloud.*Client secret: /s,
        keys: `typed-in-secret${keys.enter}`,
      },
      { after: /JWT: /, keys: keys.enter },
    ])
    expect(code, screen).to.equal(0)
    expect(screen)
      .to.match(/has no jwt yet: `avatarctl login cloud`/)
      .and.contain(home.join('config/secrets'))
      .and.not.contain('typed-in-secret')
    expect(await settings()).to.match(/cloud:\n {4}type: ringcentral\n {4}options:\n {6}clientId: an-app\n$/)
    expect(await readFile(home.join('config/secrets/secret.cloud.clientSecret.json'), 'utf8')).to.contain(
      'typed-in-secret',
    )
  })

  it('asks for no more than what is missing where some options are given', async () => {
    const sandbox = await startSandbox({ people: 3, limits: 'none' })
    try {
      const {
        RC_SERVER_URL: server = '',
        RC_APP_CLIENT_SECRET: secret = '',
        RC_USER_JWT: jwt = '',
      } = sandbox.environment
      const { RC_MEDIA_URL: media = '', RC_APP_CLIENT_ID: id = '' } = sandbox.environment
      const given = [`server=${server}`, `media=${media}`].flatMap((one) => ['--option', one])
      const { code, screen } = await add(
        [
          { after: /\? Client ID:/, keys: `${id}${keys.enter}` },
          { after: /Client secret: /, keys: `${secret}${keys.enter}` },
          { after: /JWT: /, keys: `${jwt}${keys.enter}` },
          { after: /Test it now\?/, keys: keys.enter },
        ],
        ['cloud', '--type', 'ringcentral', ...given],
      )
      expect(code, screen).to.equal(0)
      expect(screen).to.contain('cloud works').and.not.contain(secret).and.not.contain(jwt)
    } finally {
      await sandbox.close()
    }
  })

  it('says what to do where the test fails: the connection stays', async () => {
    const { code, screen } = await add(
      [{ after: /Test it now\?/, keys: keys.enter }],
      ['main', '--type', 'folder', '--option', 'path=nowhere'],
    )
    expect(code).to.equal(2)
    expect(screen).to.contain('avatarctl connections add main --replace').and.contain('There is no folder')
    expect(await settings()).to.contain('main:')
  })

  it('says that the connection is there where it is stopped before the test', async () => {
    const { code, screen } = await add(
      [{ after: /Test it now\?/, keys: keys.ctrlC }],
      ['main', '--type', 'sandbox'],
    )
    expect(code).to.equal(130)
    expect(screen).to.contain('main is in the settings').and.not.contain('Nothing was done')
    expect(await settings()).to.contain('main:')
  })

  for (const [where, typed] of [
    ['the first question', [{ after: /Which kind of directory.*select/s, keys: keys.ctrlC }]],
    ['a name', [{ after: /\? Name:/, keys: `ma${keys.ctrlC}` }]],
    ['a secret', [{ after: /Client secret: /, keys: `half-of-a-secr${keys.ctrlC}` }]],
    [
      'the last secret',
      [
        { after: /Client secret: /, keys: `a-whole-secret${keys.enter}` },
        { after: /JWT: /, keys: keys.ctrlC },
      ],
    ],
    ['a question that ends with Ctrl-D', [{ after: /\? Name:/, keys: keys.ctrlD }]],
  ] as const) {
    it(`leaves nothing half done where it is stopped at ${where}: exit 130`, async () => {
      const args = where.includes('secret')
        ? ['main', '--type', 'ringcentral', '--option', 'clientId=x']
        : where.includes('first')
          ? []
          : ['--type', 'ringcentral']
      const { code, screen } = await add(typed, args)
      expect(code, screen).to.equal(130)
      expect(screen)
        .to.match(/Nothing was (?:done|changed)/)
        .and.not.match(/half-of|a-whole/)
      const left = existsSync(home.join('config')) ? await readdir(home.join('config')) : []
      expect(left).to.deep.equal([])
    })
  }
})
