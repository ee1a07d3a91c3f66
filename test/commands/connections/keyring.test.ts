import { expect } from 'chai'
import { startSandbox } from '@avatarctl/sandbox'
import path from 'node:path'
import { accountsOf } from '../../../src/credentials/accounts.ts'
import { credentialStore } from '../../../src/credentials/credential-store.ts'
import { systemKeyring } from '../../../src/credentials/keyring.ts'
import { Secret } from '../../../src/secret.ts'
import { putConnection } from '../../../src/settings/edit-connections.ts'
import { editSettings } from '../../../src/settings/edit-settings.ts'
import { avatarctl, repository } from '../../support/command-line.ts'
import { noKeyring, startKeyring } from '../../support/dbus.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { avatarctlInTerminal, keys, noTerminal } from '../../support/terminal.ts'

const title = 'a connection whose secrets lie in the keyring'
describe(noKeyring === undefined ? title : `${title} (skipped: ${noKeyring})`, () => {
  const home = temporaryFolder()
  before(function () {
    if (noKeyring !== undefined) this.skip()
  })

  it('is opened with them, is listed so, is lost with the keyring, and leaves nothing there', async () => {
    const sandbox = await startSandbox({ people: 3, limits: 'none' })
    await using bus = await startKeyring()
    try {
      const { RC_SERVER_URL: server, RC_MEDIA_URL: media, RC_APP_CLIENT_ID: clientId } = sandbox.environment
      const { RC_APP_CLIENT_SECRET: clientSecret = '', RC_USER_JWT: jwt = '' } = sandbox.environment
      const configFolder = home.join('config')
      await editSettings(configFolder, (document) =>
        putConnection(document, { name: 'cloud', type: 'ringcentral', options: { server, media, clientId } }),
      )
      const entry = path.join(repository, 'dist/keyring.js')
      const keyring = systemKeyring({ entry, patienceMs: 10_000, env: bus.env })
      const store = credentialStore({ configFolder, prefer: 'keyring', keyring, warn: () => undefined })
      await store.write('cloud', { clientSecret: new Secret(clientSecret), jwt: new Secret(jwt) })
      const { of } = await accountsOf(configFolder, 'cloud')
      const inKeyring = () => keyring.read([of('clientSecret'), of('jwt')])
      expect(await inKeyring()).to.deep.equal({ [of('clientSecret')]: clientSecret, [of('jwt')]: jwt })

      const chosen = { AVATARCTL_CREDENTIALS: 'keyring' }
      const run = (args: string[], env: Record<string, string> = bus.env) =>
        avatarctl(['connections', ...args], { home: home.path, env: { ...env, ...chosen } })
      const tested = await run(['test', 'cloud'])
      expect(tested.code, tested.stderr).to.equal(0)
      expect((await run(['list'])).stdout).to.match(/^cloud \(default\) .* keyring$/m)

      const alone = await run(['test', 'cloud'], {})
      expect(alone.code).to.equal(2)
      expect(alone.stderr)
        .to.contain('The secrets of cloud lie in the keyring, which cannot be used')
        .and.contain('avatarctl login cloud')
      expect((await run(['list'], {})).code).to.equal(0)
      const given = { AVATARCTL_SECRET_CLOUD_CLIENT_SECRET: clientSecret, AVATARCTL_SECRET_CLOUD_JWT: jwt }
      expect((await run(['test', 'cloud'], given)).code).to.equal(0)

      expect((await run(['remove', 'cloud', '--yes'], {})).code).to.equal(2)
      expect((await run(['remove', 'cloud', '--yes'])).code).to.equal(0)
      expect(await inKeyring()).to.deep.equal({})
      expect((await store.places()).places).to.deep.equal({})
    } finally {
      await sandbox.close()
    }
  })

  it('is told in one note where a machine has no keyring, and works', async function () {
    if (noTerminal !== undefined) this.skip()
    const { code, screen } = await avatarctlInTerminal(
      ['connections', 'add', 'cloud', '--type', 'ringcentral', '--option', 'clientId=x'],
      {
        home: home.path,
        env: { AVATARCTL_CREDENTIALS: 'keyring', NO_COLOR: '1' },
        typed: [
          { after: /Client secret: /, keys: `a-typed-secret${keys.enter}` },
          { after: /JWT: /, keys: `a-typed-jwt${keys.enter}` },
          { after: /Test it now\?/, keys: `n${keys.enter}` },
        ],
      },
    )
    expect(code, screen).to.equal(0)
    expect(screen.match(/The keyring of this system cannot be used/g)).to.have.length(1)
    expect(screen.replace(/\s+/g, ' ')).to.contain(home.join('config/secrets'))
  })
})
