import { expect } from 'chai'
import { Attribute, Change } from 'ldapts'
import { picture } from '../../../test/support/pictures.ts'
import { fifty, sha256, user } from './company.ts'
import { failureOf } from './failure-of.ts'
import { opened } from './opened.ts'
import { startRelay } from './relay.ts'
import { base, noSlapd, reader, type Slapd, startSlapd } from './slapd.ts'

describe('the generator active-directory, with an OpenLDAP', function () {
  this.timeout(60_000)
  let people: Awaited<ReturnType<typeof fifty>>
  let slapd: Slapd
  const how = () => ({ url: slapd.ldap, unencrypted: true, pageSize: 20 })
  before(async function () {
    // Reason for skipping: there is no OpenLDAP on this machine.
    if (noSlapd !== undefined) this.skip()
    people = await fifty()
    // Nobody gets more than twenty at a time, as Active Directory gives a thousand.
    const limits = 'size.soft=20 size.hard=20 size.pr=20 size.prtotal=unlimited'
    const referral = {
      dn: `cn=elsewhere,ou=people,${base}`,
      values: {
        objectClass: ['referral', 'extensibleObject'],
        cn: 'elsewhere',
        ref: 'ldap://127.0.0.1:1/dc=elsewhere',
      },
    }
    slapd = await startSlapd([...people.map(({ entry }) => entry), referral], { limits })
  })
  after(() => (slapd as Slapd | undefined)?.[Symbol.asyncDispose]())

  it('has the photo of each of fifty people, byte for byte, and none of who has none or is disabled', async () => {
    using generator = await opened({ ...how(), pageSize: 7 })
    for (const { uid, email, photo, isDisabled } of people) {
      const found = await generator.photoOf({ email })
      const wanted = isDisabled || !photo ? null : sha256(photo)
      expect(found && sha256(found), uid).to.equal(wanted)
    }
  })

  it('has them all the same when many are asked for at once, over one connection', async () => {
    await using relay = await startRelay(slapd.port)
    using generator = await opened({ ...how(), url: `ldap://127.0.0.1:${relay.port}`, pageSize: 20 })
    const found = await Promise.all(people.map(({ email }) => generator.photoOf({ email })))
    for (const [index, { uid, photo, isDisabled }] of people.entries()) {
      const bytes = found[index]
      expect(bytes ? sha256(bytes) : null, uid).to.equal(isDisabled || !photo ? null : sha256(photo))
    }
    expect(relay.connections).to.equal(1)
  })

  it('says what to do when the server takes no page of that size', async () => {
    expect(await failureOf(opened({ ...how(), pageSize: 500 }))).to.match(
      /does not give .* users page by page, or not so many at a time$/,
    )
  })

  it('takes a change at the next question, without being opened again', async () => {
    using generator = await opened(how())
    const [, other] = people
    const email = other?.email ?? ''
    const photo = await picture('crimson', 'jpeg')
    await slapd.change(async (client) => {
      const modification = new Attribute({ type: 'jpegPhoto', values: [photo] })
      await client.modify(other?.entry.dn ?? '', new Change({ operation: 'replace', modification }))
    })
    expect(await generator.photoOf({ email })).to.deep.equal(photo)
  })

  it('looks only where it is told to, and at whom the filter of the user’s takes', async () => {
    const [, , , fourth] = people
    const email = fourth?.email ?? ''
    {
      using generator = await opened({ ...how(), filter: '(uid=person5)' })
      expect(await generator.photoOf({ email })).to.equal(null)
    }
    expect(await failureOf(opened({ ...how(), filter: '(uid=person5' }))).to.match(
      /^the option filter is no LDAP filter/,
    )
    expect(await failureOf(opened({ ...how(), base: `ou=nowhere,${base}` }))).to.equal(
      `127.0.0.1:${slapd.port} has nothing there`,
    )
    expect(await failureOf(opened({ ...how(), filter: '(uid=nobody)' }))).to.equal(
      `there is no enabled user below ${base} who may be read`,
    )
  })

  it('refuses an empty password before anybody is asked, as servers take that for nobody in particular', async () => {
    await using relay = await startRelay(slapd.port)
    const wrong = opened({ ...how(), url: `ldap://127.0.0.1:${relay.port}` }, { password: '' })
    expect(await failureOf(wrong)).to.equal(`there is no password for ${reader.user}`)
    expect(relay.connections).to.equal(0)
  })

  it('says in words that the password is wrong, and never which one', async () => {
    const said = await failureOf(opened(how(), { password: 'no-such-password' }))
    expect(said).to.equal(`127.0.0.1:${slapd.port} refuses ${reader.user}: the name or the password is wrong`)
  })
})

describe('the photo that the generator active-directory takes', function () {
  this.timeout(60_000)
  let slapd: Slapd
  let pictures: { small: Buffer; large: Buffer; png: Buffer; bmp: Buffer }
  before(async function () {
    // Reason for skipping: there is no OpenLDAP on this machine.
    if (noSlapd !== undefined) this.skip()
    pictures = {
      small: await picture('teal', 'jpeg', 48),
      large: await picture('teal', 'jpeg', 200),
      png: await picture('teal', 'png', 96),
      bmp: Buffer.concat([Buffer.from('BM'), Buffer.alloc(200, 7)]),
    }
    const { small, large, png, bmp } = pictures
    const mail = (uid: string) => ({ mail: `${uid}@example.test` })
    slapd = await startSlapd([
      user('both', { ...mail('both'), jpegPhoto: small, thumbnailPhoto: large }),
      user('several', { ...mail('several'), jpegPhoto: [small, large], thumbnailPhoto: png }),
      user('windows', { ...mail('windows'), thumbnailPhoto: bmp }),
      user('spare', { ...mail('spare'), jpegPhoto: bmp, thumbnailPhoto: small }),
      user('half', { ...mail('half'), jpegPhoto: large.subarray(0, large.length / 2) }),
    ])
  })
  after(() => (slapd as Slapd | undefined)?.[Symbol.asyncDispose]())

  async function taken(uid: string, options: Record<string, unknown> = {}): Promise<Uint8Array | null> {
    using generator = await opened({ url: slapd.ldap, unencrypted: true, ...options })
    return await generator.photoOf({ email: `${uid}@example.test` })
  }

  it('is the largest of all that can be used, whichever attribute has it', async () => {
    expect(await taken('both')).to.deep.equal(pictures.large)
    expect(await taken('several')).to.deep.equal(pictures.large)
    expect(await taken('spare')).to.deep.equal(pictures.small)
  })

  it('is the first that can be used, where that is wished for, in an order of the user’s', async () => {
    expect(await taken('both', { choose: 'first' })).to.deep.equal(pictures.small)
    const photos = ['thumbnailPhoto', 'jpegPhoto']
    expect(await taken('both', { choose: 'first', photos })).to.deep.equal(pictures.large)
    expect(await taken('spare', { choose: 'first' })).to.deep.equal(pictures.small)
  })

  it('is found however the attribute is spelt, and bytes stay bytes', async () => {
    expect(await taken('several', { photos: ['THUMBNAILPHOTO'] })).to.deep.equal(pictures.png)
    expect(await taken('both', { photos: ['jpegphoto;binary', 'jpegPhoto'] })).to.deep.equal(pictures.small)
  })

  it('is a failure where there is one that cannot be used', async () => {
    expect(await failureOf(taken('windows'))).to.equal(
      `the thumbnailPhoto of uid=windows,ou=people,${base} is a BMP`,
    )
    expect(await failureOf(taken('half'))).to.match(/is a picture that is cut off$/)
  })

  it('is read by an account that may read nothing but what it takes', async () => {
    const { small } = pictures
    const attributes = 'entry,objectClass,mail,employeeNumber,jpegPhoto'
    await using strict = await startSlapd(
      [
        user('ada', { mail: 'ada@example.test', jpegPhoto: small }),
        user('bob', { mail: 'bob@example.test' }),
      ],
      {
        access: [
          `access to attrs=${attributes} by dn.exact="${reader.user}" read by * none`,
          'access to * by * none',
        ],
        limits: 'size.soft=500 size.pr=500 size.prtotal=unlimited',
      },
    )
    using generator = await opened({ url: strict.ldap, unencrypted: true })
    expect(await generator.photoOf({ email: 'ada@example.test' })).to.deep.equal(small)
    expect(await generator.photoOf({ email: 'bob@example.test' })).to.equal(null)
  })
})
