import { writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { loopbackCertificate } from '../../../test/support/loopback-certificate.ts'
import { picture } from '../../../test/support/pictures.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { serverFrom } from '../src/server.ts'
import { user } from './company.ts'
import { failureOf } from './failure-of.ts'
import { opened } from './opened.ts'
import { startRelay } from './relay.ts'
import { noSlapd, reader, type Slapd, type SlapdWish, startSlapd } from './slapd.ts'

const email = 'ada@example.test'

describe('how the generator active-directory connects', function () {
  this.timeout(60_000)
  const home = temporaryFolder()
  let photo: Buffer
  let slapd: Slapd
  let ca: string
  const start = async (wish?: SlapdWish) => {
    const many = Array.from({ length: 60 }, (_, number) =>
      user(`p${number}`, { mail: `p${number}@example.test` }),
    )
    return await startSlapd([user('ada', { mail: email, jpegPhoto: photo }), ...many], wish)
  }
  before(async function () {
    // Reason for skipping: there is no OpenLDAP on this machine.
    if (noSlapd !== undefined) this.skip()
    photo = await picture('orchid', 'jpeg')
    slapd = await start()
  })
  beforeEach(async () => {
    ca = home.join('ca.pem')
    await writeFile(ca, loopbackCertificate)
  })
  after(() => (slapd as Slapd | undefined)?.[Symbol.asyncDispose]())

  async function taken(options: Record<string, unknown>): Promise<Uint8Array | null> {
    using generator = await opened(options)
    return await generator.photoOf({ email })
  }

  it('by LDAPS and by StartTLS, with a certificate from whom the user trusts', async () => {
    expect(await taken({ url: slapd.ldaps, ca })).to.deep.equal(photo)
    expect(await taken({ url: slapd.ldap, ca })).to.deep.equal(photo)
  })

  it('to nobody whose certificate is from nobody who is trusted, and says how to trust it', async () => {
    for (const url of [slapd.ldaps, slapd.ldap]) {
      const failed = await opened({ url }).catch(
        (error: unknown) => error as { message: string; hint?: string },
      )
      expect(failed).to.have.property('kind', 'unavailable')
      expect((failed as Error).message).to.match(/^the certificate of 127\.0\.0\.1:\d+ is its own issuer/)
      expect(failed).to.have.property('hint').that.contains('option ca')
    }
  })

  it('to nobody whose certificate has another name, unless that is the one that is wished for', async () => {
    for (const url of [slapd.ldaps, slapd.ldap]) {
      expect(await failureOf(opened({ url, ca, serverName: 'dc1.corp.test' }))).to.match(
        /^the certificate is not one of 127\.0\.0\.1:\d+: Host: dc1\.corp\.test\. is not in/,
      )
      expect(await taken({ url, ca, serverName: 'pictures.test' })).to.deep.equal(photo)
    }
  })

  it('with TLS options of its own each time, as the library writes into them', async () => {
    const options = { url: slapd.ldap, user: reader.user, ca, serverName: 'pictures.test' }
    const server = await serverFrom(options, reader)
    expect(server.tls()).to.not.equal(server.tls())
    Object.assign(server.tls(), { socket: 'of another connection' })
    expect(server.tls()).to.have.all.keys('host', 'servername', 'ca')
  })

  it('with no certificate out of a file that is not there, or has none', async () => {
    expect(await failureOf(opened({ url: slapd.ldaps, ca: home.join('none.pem') }))).to.match(
      /^the option ca: ENOENT/,
    )
    await writeFile(ca, 'something else')
    expect(await failureOf(opened({ url: slapd.ldaps, ca }))).to.equal(`there is no certificate in ${ca}`)
  })

  it('without encryption only where that is said, and never where StartTLS is refused', async () => {
    await using plain = await start({ tls: false })
    await using relay = await startRelay(plain.port)
    const url = `ldap://127.0.0.1:${relay.port}`
    expect(await failureOf(opened({ url }))).to.equal(`127.0.0.1:${relay.port} refuses StartTLS`)
    expect(await taken({ url, unencrypted: true })).to.deep.equal(photo)
    expect(await failureOf(opened({ url: slapd.ldaps, unencrypted: true }))).to.match(
      /^ldaps:\/\/ is encrypted/,
    )
  })

  it('and says so where a server takes no password that is not encrypted', async () => {
    await using strict = await start({ server: ['security simple_bind=64'] })
    expect(await failureOf(opened({ url: strict.ldap, unencrypted: true }))).to.equal(
      `127.0.0.1:${strict.port} takes no password over a connection that is not encrypted`,
    )
    expect(await taken({ url: strict.ldap, ca })).to.deep.equal(photo)
  })

  it('to a server that does not answer for no longer than it is given', async () => {
    await using silent = await startRelay()
    const url = { ldap: `ldap://127.0.0.1:${silent.port}`, ldaps: `ldaps://127.0.0.1:${silent.port}` }
    for (const options of [{ url: url.ldap, unencrypted: true }, { url: url.ldap }, { url: url.ldaps }]) {
      const began = Date.now()
      expect(await failureOf(opened({ ...options, timeout: 1 }))).to.equal(
        `127.0.0.1:${silent.port} does not answer in time`,
      )
      expect(Date.now() - began).to.be.lessThan(5_000)
    }
  })

  it('to nobody where nobody is', async () => {
    await using gone = await startRelay()
    const { port } = gone
    await gone[Symbol.asyncDispose]()
    expect(await failureOf(opened({ url: `ldaps://127.0.0.1:${port}` }))).to.equal(
      `nobody answers at 127.0.0.1:${port}`,
    )
    expect(await failureOf(opened({ url: slapd.ldap.replace('ldap:', 'ldaps:') }))).to.match(
      /^127\.0\.0\.1:\d+ (?:has broken the connection off|does not speak TLS on this port)$/,
    )
  })

  it('as nobody whose name is none of the three forms', async () => {
    expect(await failureOf(opened({ url: slapd.ldaps, ca, user: 'PLAIN' }))).to.equal(
      'the user "PLAIN" is no DN, no NAME@DOMAIN and no DOMAIN\\NAME',
    )
  })

  for (const [how, options] of [
    ['StartTLS', (port: number) => ({ url: `ldap://127.0.0.1:${port}`, ca })],
    ['no encryption', (port: number) => ({ url: `ldap://127.0.0.1:${port}`, unencrypted: true })],
  ] as const) {
    it(`anew, and signed in as before, when an idle connection with ${how} was dropped`, async () => {
      await using relay = await startRelay(slapd.port)
      using generator = await opened(options(relay.port))
      for (const connections of [1, 2, 3]) {
        expect(await generator.photoOf({ email })).to.deep.equal(photo)
        expect(relay.connections).to.equal(connections)
        relay.cut()
      }
    })
  }

  it('once for all who ask at the same time', async () => {
    await using relay = await startRelay(slapd.port)
    using generator = await opened({ url: `ldap://127.0.0.1:${relay.port}`, ca })
    relay.cut()
    const found = await Promise.all(Array.from({ length: 10 }, () => generator.photoOf({ email })))
    for (const one of found) expect(one).to.deep.equal(photo)
    expect(relay.connections).to.equal(2)
  })

  it('and goes on with a list that was broken off from its beginning', async () => {
    await using relay = await startRelay(slapd.port)
    using generator = await opened({ url: `ldap://127.0.0.1:${relay.port}`, ca, pageSize: 1 })
    const asked = Array.from({ length: 60 }, (_, number) =>
      generator.photoOf({ email: `p${number}@example.test` }),
    )
    relay.cut()
    await Promise.all(asked)
    expect(await generator.photoOf({ email })).to.deep.equal(photo)
  })

  it('not for a while, once it was asked in vain three times in a row: the rest is told at once', async () => {
    await using relay = await startRelay(slapd.port)
    using generator = await opened({ url: `ldap://127.0.0.1:${relay.port}`, unencrypted: true, timeout: 1 })
    relay.mute()
    const began = Date.now()
    const said: string[] = []
    for (let asked = 0; asked < 50; asked += 1) said.push(await failureOf(generator.photoOf({ email })))
    expect(Date.now() - began).to.be.lessThan(10_000)
    const silence = `127.0.0.1:${relay.port} does not answer in time`
    expect(said.slice(0, 3)).to.deep.equal(Array(3).fill(silence))
    expect([...new Set(said.slice(3))]).to.deep.equal([`${silence}; it is left alone for a while`])
  })

  it('and is told one thing by a server that is gone for good', async () => {
    const own = await start()
    try {
      using generator = await opened({ url: own.ldap, ca })
      await own.stop()
      expect(await failureOf(generator.photoOf({ email }))).to.equal(
        `nobody answers at 127.0.0.1:${own.port}`,
      )
      await own.start()
      expect(await generator.photoOf({ email })).to.deep.equal(photo)
    } finally {
      await own[Symbol.asyncDispose]()
    }
  })

  it('and says so where a server gives users all at once, and not all of them', async () => {
    await using narrow = await start({ limits: 'size.soft=20 size.hard=20 size.prtotal=disabled' })
    expect(await failureOf(opened({ url: narrow.ldap, ca, pageSize: 10 }))).to.equal(
      `127.0.0.1:${narrow.port} does not give ${reader.user} users page by page, or not so many at a time`,
    )
  })

  it('and does without a list of everybody where a server ends that too early', async () => {
    await using narrow = await start({ limits: 'size.soft=20 size.hard=20 size.pr=20 size.prtotal=30' })
    using generator = await opened({ url: narrow.ldap, ca, pageSize: 10 })
    for (let number = 0; number < 40; number += 1)
      expect(await generator.photoOf({ email: `p${number}@example.test` })).to.equal(null)
    expect(await generator.photoOf({ email })).to.deep.equal(photo)
  })
})
