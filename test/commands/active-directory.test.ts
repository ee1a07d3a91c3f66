import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { Attribute, Change } from 'ldapts'
import { fifty, sha256, user } from '../../packages/generator-active-directory/test/company.ts'
import { startRelay } from '../../packages/generator-active-directory/test/relay.ts'
import {
  noSlapd,
  reader,
  type Slapd,
  startSlapd,
} from '../../packages/generator-active-directory/test/slapd.ts'
import { avatarctl, type Ended, repository } from '../support/command-line.ts'
import { makeCompany } from '../support/company.ts'
import { loopbackCertificate } from '../support/loopback-certificate.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Synced {
  changes: {
    person: { id: string }
    action: string
    outcome: string
    generator: string | null
    error?: { message: string }
  }[]
  error?: { code: string; message: string; hint: string }
}

describe('commands with photos from Active Directory', function () {
  this.timeout(60_000)
  const home = temporaryFolder()
  let slapd: Slapd
  let people: Awaited<ReturnType<typeof fifty>>
  before(async function () {
    // Reason for skipping: there is no OpenLDAP on this machine.
    if (noSlapd !== undefined) this.skip()
    people = await fifty()
    slapd = await startSlapd([
      ...people.map(({ entry }) => entry),
      user('twin1', { mail: 'twin@example.test' }),
      user('twin2', { mail: 'twin@example.test' }),
    ])
  })
  after(() => (slapd as Slapd | undefined)?.[Symbol.asyncDispose]())

  let env: Record<string, string>
  beforeEach(async () => {
    await writeFile(home.join('ca.pem'), loopbackCertificate)
    await makeCompany(home.join('company'), [
      ...people.map(({ uid, email }) => ({ id: uid, name: uid, email })),
      { id: 'twin', name: 'Twin', email: 'twin@example.test' },
    ])
    await run(['plugins', 'link', path.join(repository, 'packages/generator-active-directory')])
    env = { AD_URL: slapd.ldaps, AD_BIND_USER: reader.user, AD_CA: 'ca.pem', AVATARCTL_CREDENTIALS: 'file' }
  })

  const run = async (args: string[], more: Record<string, string> = {}, input = ''): Promise<Ended> => {
    const ended = await avatarctl(args, { home: home.path, env: { ...env, ...more }, input })
    expect(ended.stdout + ended.stderr).to.not.contain(reader.password)
    return ended
  }
  const sync = (...more: string[]) => [
    ...['sync', '-d', 'folder:company', '-g', 'active-directory,initials', '--json'],
    ...more,
  ]
  const password = { AD_BIND_PASSWORD: reader.password }

  it('put up the photo of everybody who has one, draw for the rest, and guess nobody', async () => {
    const { code, json, stderr } = await run(sync(), password)
    const { changes } = json<Synced>()
    expect(code, stderr).to.equal(3)
    const made = new Map(changes.map((one) => [one.person.id, one]))
    for (const { uid, photo, isDisabled } of people)
      expect([made.get(uid)?.generator, made.get(uid)?.outcome], uid).to.deep.equal([
        photo && !isDisabled ? 'active-directory' : 'initials',
        'done',
      ])
    expect(made.get('twin')?.error?.message).to.match(
      /^active-directory of the plugin .* failed: 2 users have twin@example\.test as their mail/,
    )
    const again = await run(sync(), password)
    expect(again.json<Synced>().changes.filter(({ outcome }) => outcome === 'done')).to.deep.equal([])

    // Somebody has another photo there now, and somebody else has none any more, which is no reason to draw one.
    const [changed, emptied] = people.filter(({ photo, isDisabled }) => photo && !isDisabled)
    const photos = ['jpegPhoto', 'thumbnailPhoto']
    await slapd.change(async (client) => {
      for (const { dn, values } of [changed!.entry, emptied!.entry])
        for (const type of photos.filter((name) => name in values))
          await client.modify(dn, new Change({ operation: 'delete', modification: new Attribute({ type }) }))
      const modification = new Attribute({
        type: 'jpegPhoto',
        values: [await picture('purple', 'jpeg', 200)],
      })
      await client.modify(changed!.entry.dn, new Change({ operation: 'add', modification }))
    })
    const later = (await run(sync(), password))
      .json<Synced>()
      .changes.filter(({ outcome }) => outcome === 'done')
    expect(later.map(({ person, action }) => [person.id, action])).to.deep.equal([[changed!.uid, 'refresh']])
    await slapd.change(async (client) => {
      for (const { dn, values } of [changed!.entry, emptied!.entry])
        for (const type of photos) {
          const kept = values[type]
          const modification = new Attribute({
            type,
            values: kept === undefined ? [] : ([kept].flat() as Buffer[]),
          })
          await client.modify(dn, new Change({ operation: 'replace', modification }))
        }
    })
  })

  it('hand out the bytes as the directory has them, where the size fits', async () => {
    const [, second] = people
    const made = await run(
      [
        'generate',
        '-g',
        'active-directory',
        '-o',
        'faces',
        '--seed',
        second?.email ?? '',
        '--size',
        '40',
        '--json',
      ],
      password,
    )
    const { files } = made.json<{ files: { path: string; generator: string; width: number }[] }>()
    expect(files).to.have.length(1)
    expect(files[0]).to.include({ generator: 'active-directory', width: 40 })
    expect(sha256(await readFile(files[0]?.path ?? ''))).to.match(/^[0-9a-f]{64}$/)
  })

  it('keep the password by login, use it in every run, and take it away by logout', async () => {
    const wrong = await run(['login', '-g', 'active-directory', '--json'], {}, 'no-such-password')
    expect([wrong.code, wrong.json<Synced>().error?.message]).to.deep.equal([
      5,
      `active-directory cannot be opened: ${new URL(slapd.ldaps).host} refuses ${reader.user}: the name or the password is wrong`,
    ])
    expect(wrong.json<Synced>().error?.hint).to.contain('Nothing was kept')
    const login = await run(['login', '-g', 'active-directory'], {}, `AD_BIND_PASSWORD=${reader.password}\n`)
    expect([login.code, login.stdout.split('\n')[0]]).to.deep.equal([
      0,
      `Signed in to active-directory: Active Directory, active-directory:${slapd.ldaps}.`,
    ])
    expect((await run(sync('--dry-run', '--person', 'person1'))).code).to.equal(0)
    const logout = await run(['logout', '-g', 'active-directory'])
    expect(logout.stdout).to.equal('Signed out of active-directory: password is gone from this machine.\n')
    expect((await run(sync('--dry-run'))).code).to.equal(2)
    await run(['login', '-g', 'active-directory'], {}, reader.password)
    expect((await run(['logout', '--all'])).stdout).to.contain('Signed out of active-directory')
  })

  it('say in one sentence that the password is missing, and both ways to give it', async () => {
    const { code, json } = await run(sync())
    expect(code).to.equal(2)
    expect(json<Synced>().error).to.deep.include({
      message: 'active-directory needs its secret password',
      hint: '`avatarctl login -g active-directory` asks for it and keeps it; or set AD_BIND_PASSWORD.',
    })
  })

  it('say in one sentence that the server is missing, or not right, and where it was given', async () => {
    const missing = await run(sync(), { ...password, AD_URL: '' })
    expect([missing.code, missing.json<Synced>().error?.message]).to.deep.equal([
      2,
      'active-directory needs its option url',
    ])
    expect(missing.json<Synced>().error?.hint).to.contain('AD_URL in the environment')
    const wrong = await run(sync(), { ...password, AD_URL: 'https://dc1.corp.test' })
    expect([wrong.code, wrong.json<Synced>().error?.message]).to.deep.equal([
      2,
      'The options of active-directory are not right: active-directory.url is "https://dc1.corp.test", which is not right: The server: ldaps://HOST, or ldap://HOST for StartTLS; a port may follow (AD_URL)',
    ])
  })

  it('say in `doctor` whether the password is there', async () => {
    const look = async (more: Record<string, string>) => {
      const { json } = await run(['doctor', '--json'], more)
      const { findings } = json<{ findings: { subject: string; severity: string; message: string }[] }>()
      return findings.filter(({ subject }) => subject === 'secrets of generators')
    }
    const [missing] = await look({})
    expect(missing).to.include({ severity: 'warning', message: 'active-directory needs its secret password' })
    const [there] = await look(password)
    expect(there).to.include({ severity: 'ok', message: 'active-directory has password' })
  })

  it('take options from the settings, before them from the environment, and before that from flags', async () => {
    const nowhere = 'ldap://127.0.0.1:9'
    const asked = async (more: Record<string, string>, ...options: string[]) => {
      const one = ['generate', '-g', 'active-directory', '-o', 'faces', '--seed', 'person2@example.test']
      return (await run([...one, ...options], { ...password, ...more })).code
    }
    await mkdir(home.join('config'), { recursive: true })
    const inSettings = (url: string) =>
      writeFile(
        home.join('config/settings.yaml'),
        `version: 2\ngeneratorOptions:\n  active-directory:\n    url: ${url}\n`,
      )
    await inSettings(slapd.ldaps)
    expect(await asked({ AD_URL: '' })).to.equal(0)
    expect(await asked({ AD_URL: nowhere })).to.equal(6)
    await inSettings(nowhere)
    expect(await asked({})).to.equal(0)
    expect(await asked({}, '--option', `active-directory.url=${nowhere}`)).to.equal(6)
  })

  it('take no password among the options, and do not repeat it', async () => {
    const given = await run(sync('--option', `active-directory.password=${reader.password}`))
    expect([given.code, given.json<Synced>().error?.message]).to.deep.equal([
      2,
      'password of active-directory is a secret, and others can read options',
    ])
  })

  it('end with one sentence, and before anybody is changed, where the directory cannot be opened', async () => {
    await using relay = await startRelay()
    const { port } = relay
    await relay[Symbol.asyncDispose]()
    for (const [more, code, says] of [
      [{ AD_BIND_PASSWORD: 'wrong-password' }, 5, /the name or the password is wrong$/],
      [{ ...password, AD_URL: `ldaps://127.0.0.1:${port}` }, 6, /cannot be opened: nobody answers at 127/],
      [{ ...password, AD_CA: '' }, 6, /is its own issuer, and is not trusted$/],
      [{ ...password, AD_SERVER_NAME: 'dc1.corp.test' }, 6, /Host: dc1\.corp\.test\. is not in/],
      [{ ...password, AD_BIND_USER: 'reader' }, 2, /no DN, no NAME@DOMAIN and no DOMAIN\\NAME$/],
      [{ ...password, AD_BASE: 'dc=nowhere' }, 2, /has nothing there$/],
    ] as const) {
      const ended = await run(sync(), more)
      expect(ended.code, ended.stderr).to.equal(code)
      const { error, changes } = ended.json<Partial<Synced>>()
      expect(error?.message)
        .to.match(/^active-directory cannot be opened: /)
        .and.match(says)
      expect(changes ?? []).to.deep.equal([])
    }
  })

  it('report each person whom it fails for, and draw for none of them, where the directory goes silent meanwhile', async () => {
    const { port } = new URL(slapd.ldap)
    await using relay = await startRelay(Number(port), { bytes: 12_000 })
    const url = `ldap://127.0.0.1:${relay.port}`
    const option = ['--option', `active-directory.url=${url}`, '--option', 'active-directory.timeout=1']
    const began = Date.now()
    const { code, json, stderr } = await run(sync('--concurrency', '1', '--dry-run', ...option), password)
    expect(code, stderr).to.equal(3)
    expect(Date.now() - began).to.be.lessThan(20_000)
    const { changes } = json<Synced>()
    const failed = changes.flatMap(({ error }) => error?.message ?? [])
    expect(failed.length).to.be.greaterThan(20)
    expect(failed.filter((message) => message.endsWith('it is left alone for a while'))).to.have.length(
      failed.length - 3,
    )
    const drawn = changes.filter(({ generator }) => generator === 'initials').map(({ person }) => person.id)
    const without = people.filter(({ photo, isDisabled }) => isDisabled || !photo).map(({ uid }) => uid)
    expect(without).to.include.members(drawn)
  })

  it('show which options and secrets there are, and where each may come from', async () => {
    const { stdout } = await run(['generators', 'show', 'active-directory'])
    expect(stdout).to.match(/^Asks +the server in the option url$/m)
    expect(stdout).to.match(
      /^Secrets +password \(AD_BIND_PASSWORD\), or what `avatarctl login -g active-directory` keeps$/m,
    )
    expect(stdout).to.match(/AD_URL in\s+the environment/)
    const preview = await run(['generators', 'preview', 'active-directory', '--sheet', 'faces.png'], password)
    expect(preview.stderr).to.match(/^active-directory may ask the server in the option url, and sends: /m)
    const { stderr } = await run([
      'plugins',
      'link',
      path.join(repository, 'packages/generator-active-directory'),
    ])
    expect(stderr)
      .to.match(/Asks +the server in the option url/)
      .and.match(/Reads +AD_URL, .*AD_BIND_PASSWORD/)
  })
})
