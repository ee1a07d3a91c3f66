import { expect } from 'chai'
import { Attribute, Change } from 'ldapts'
import { sha256 } from '../company.ts'
import { failureOf } from '../failure-of.ts'
import { opened } from '../opened.ts'
import { noisyPicture, picture } from '../../../../test/support/pictures.ts'
import { noSamba, type Samba, startSamba } from './samba.ts'

const password = 'Opens-the-reading-room-1'

describe('the generator active-directory, with a domain controller', function () {
  this.timeout(120_000)
  let samba: Samba
  let photos: Map<string, Buffer>
  before(async function () {
    // Reason for skipping: there is no domain controller on this machine.
    if (noSamba !== undefined) this.skip()
    samba = await startSamba()
    photos = new Map()
    await samba.change(async (client) => {
      for (let number = 1; number <= 50; number += 1) {
        const photo = await noisyPicture(`person${number}`, 'jpeg')
        if (number <= 40) photos.set(`person${number}`, photo)
        await addUser(`person${number}`, {
          ...(number <= 40 ? { [number % 2 === 0 ? 'jpegPhoto' : 'thumbnailPhoto']: photo } : {}),
          userAccountControl: number % 10 === 3 ? '514' : '512',
        })
      }
      const never = '66048'
      await addUser('reader', { userAccountControl: never })
      await addUser('disabled', { userAccountControl: '514' })
      await addUser('new', { pwdLastSet: '0' })
      await addUser('gone', { accountExpires: '132000000000000000', userAccountControl: never })
      await addUser('sleeper', { logonHours: Buffer.alloc(21), userAccountControl: never })
      await addUser('locked', { userAccountControl: never })
      await addUser('ada', {
        mail: 'Ada@Example.test',
        proxyAddresses: ['SMTP:first@example.test', 'smtp:alias@example.test'],
        employeeID: '0042',
        telephoneNumber: '+44 20 7946 0101 x101',
        jpegPhoto: [await picture('teal', 'jpeg', 48), await picture('teal', 'jpeg', 200)],
        thumbnailPhoto: await picture('teal', 'png', 96),
      })

      async function addUser(name: string, values: Record<string, string | Buffer | (string | Buffer)[]>) {
        const unicodePwd = Buffer.from(`"${password}"`, 'utf16le')
        const all = {
          ...{ objectClass: 'user', sAMAccountName: name, userPrincipalName: `${name}@${samba.realm}` },
          ...{ mail: `${name}@example.test`, userAccountControl: '512', unicodePwd, ...values },
        }
        const attributes = Object.entries(all).map(
          ([type, value]) => new Attribute({ type, values: [value].flat() as string[] }),
        )
        await client.add(dnOf(name), attributes)
      }
    })
  })
  after(() => (samba as Samba | undefined)?.[Symbol.asyncDispose]())

  const dnOf = (name: string) => `CN=${name},CN=Users,${samba.base}`
  const upnOf = (name: string) => `${name}@${samba.realm}`
  const how = (name = 'reader') => ({
    ...{ url: samba.ldaps, ca: samba.ca, serverName: samba.serverName, user: upnOf(name) },
  })
  const open = (more: Record<string, unknown> = {}, given = password) =>
    opened({ ...how(), ...more }, { password: given })

  it('has the photo of each of fifty people, byte for byte, and none of who has none or is disabled', async () => {
    using generator = await open({ pageSize: 7 })
    for (let number = 1; number <= 50; number += 1) {
      const photo = number % 10 === 3 ? undefined : photos.get(`person${number}`)
      const found = await generator.photoOf({ email: `person${number}@example.test` })
      expect(found && sha256(found), String(number)).to.equal(photo ? sha256(photo) : null)
    }
  })

  it('lets in by DN, by UPN and by DOMAIN\\NAME, with LDAPS and with StartTLS', async () => {
    for (const user of [dnOf('reader'), upnOf('reader'), `${samba.domain}\\reader`])
      for (const url of [samba.ldaps, samba.ldap]) {
        using generator = await open({ url, user })
        expect(await generator.photoOf({ email: 'person1@example.test' })).to.deep.equal(
          photos.get('person1'),
        )
      }
  })

  it('takes no password that is not encrypted, and says what to do', async () => {
    expect(
      await failureOf(open({ url: samba.ldap, unencrypted: true, ca: undefined, serverName: undefined })),
    ).to.match(/takes no password over a connection that is not encrypted$/)
  })

  it('is asked by the name in its certificate', async () => {
    expect(await failureOf(open({ serverName: undefined }))).to.match(/^the certificate is not one of 127/)
    expect(await failureOf(open({ ca: undefined }))).to.match(/from nobody who is trusted|its own issuer/)
  })

  it('finds by mail, other addresses, UPN, employee number and telephone, and takes the largest photo', async () => {
    using generator = await open({
      match: ['mail', 'proxyAddresses', 'userPrincipalName', 'employee', 'telephone'],
    })
    const largest = await picture('teal', 'jpeg', 200)
    for (const known of [
      { email: 'ada@example.test' },
      { email: 'first@example.test' },
      { email: 'ALIAS@example.test' },
      { email: upnOf('ada') },
      { employee: '0042' },
      { extension: '101' },
    ])
      expect(await generator.photoOf(known), JSON.stringify(known)).to.deep.equal(largest)
    expect(await generator.photoOf({ email: '*)(mail=ada*' })).to.equal(null)
  })

  it('follows nobody’s referral from the root of the domain', async () => {
    using generator = await open({ base: samba.base })
    expect(await generator.photoOf({ email: 'person1@example.test' })).to.deep.equal(photos.get('person1'))
  })

  for (const [name, code, words] of [
    ['disabled', '533', 'the account is disabled'],
    ['new', '773', 'the password has to be changed before the first sign-in'],
    ['gone', '701', 'the account has expired'],
    ['sleeper', '530', 'the account may not sign in at this time of day'],
  ] as const) {
    it(`refuses ${name}, which is said in words`, async () => {
      expect(await failureOf(open({ user: upnOf(name) }))).to.match(
        new RegExp(` refuses ${upnOf(name)}: ${words} \\(${code}\\)$`),
      )
    })
  }

  it('refuses a wrong password, and who is not there, in words', async () => {
    expect(await failureOf(open({}, 'no-such-password'))).to.match(
      /the name or the password is wrong \(52e\)$/,
    )
    expect(await failureOf(open({ user: upnOf('nobody') }))).to.match(
      /it knows no such user \(525\)$|the name or the password is wrong \(52e\)$/,
    )
  })

  it('refuses who was locked out, in words', async () => {
    await setPolicy('lockoutThreshold', '1')
    await failureOf(open({ user: upnOf('locked') }, 'no-such-password'))
    expect(await failureOf(open({ user: upnOf('locked') }))).to.match(/the account is locked \(775\)$/)
  })

  async function setPolicy(type: string, value: string): Promise<void> {
    const modification = new Attribute({ type, values: [value] })
    await samba.change((client) =>
      client.modify(samba.base, new Change({ operation: 'replace', modification })),
    )
  }
})
