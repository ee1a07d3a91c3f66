import { expect } from 'chai'
import { picture } from '../../../test/support/pictures.ts'
import { user } from './company.ts'
import { findUser } from '../src/find-user.ts'
import type { Key } from '../src/keys.ts'
import { openLine } from '../src/line.ts'
import { readPhoto } from '../src/photo.ts'
import { serverFrom } from '../src/server.ts'
import { listAll, userFilter } from '../src/users.ts'
import { type Opened, opened, person } from './opened.ts'
import { base, noSlapd, reader, type Slapd, startSlapd } from './slapd.ts'

type Known = Parameters<Opened['photoOf']>[0]

describe('whom the generator active-directory takes a person for', function () {
  this.timeout(60_000)
  let slapd: Slapd
  let photos: Record<string, Buffer>
  before(async function () {
    // Reason for skipping: there is no OpenLDAP on this machine.
    if (noSlapd !== undefined) this.skip()
    const colours = { ada: 'red', bob: 'green', eve: 'blue', twin: 'gold', gone: 'grey', 'a*)(uid=*': 'pink' }
    const made = Object.entries(colours).map(async ([name, colour]) => [name, await picture(colour, 'jpeg')])
    photos = Object.fromEntries(await Promise.all(made)) as Record<string, Buffer>
    const withPhoto = (name: string) => ({ jpegPhoto: photos[name] ?? '' })
    slapd = await startSlapd([
      user('ada', {
        ...{ ...withPhoto('ada'), mail: 'Ada.Lovelace@Example.test', userPrincipalName: 'ada@corp.test' },
        proxyAddresses: [
          'SMTP:first@example.test',
          'smtp:Alias@example.test',
          'X500:/o=x',
          'sip:ada@sip.test',
        ],
        ...{ employeeID: 'E-0042', telephoneNumber: '+44 20 7946 0101 x101' },
      }),
      user('bob', { ...withPhoto('bob'), employeeNumber: '4711', ipPhone: '102', mail: 'bob@example.test' }),
      user('eve', {
        ...withPhoto('eve'),
        mail: 'shared@example.test',
        proxyAddresses: 'smtp:alias2@example.test',
      }),
      user('twin', { ...withPhoto('twin'), mail: 'SHARED@example.test', employeeID: '7' }),
      user('other', { employeeNumber: '7' }),
      user('gone', { ...withPhoto('gone'), mail: 'bob@example.test', userAccountControl: '66050' }),
      user('a*)(uid=*', { ...withPhoto('a*)(uid=*'), mail: 'star*)(uid=*@example.test' }),
    ])
  })
  after(() => (slapd as Slapd | undefined)?.[Symbol.asyncDispose]())

  const usual = ['mail', 'proxyAddresses', 'userPrincipalName', 'employee']
  const how = () => ({ url: slapd.ldap, unencrypted: true })

  /** Asks one by one, and once more in the list of everybody, which has to come to the same. */
  async function whose(known: Known, match?: readonly string[]): Promise<string | null> {
    using generator = await opened({ ...how(), ...(match ? { match } : {}) })
    const alone = await nameOf(generator.photoOf(known))
    expect(await nameOf(inTheList(known, match ?? usual)), 'in the list').to.equal(alone)
    return alone
  }
  async function inTheList(known: Known, match: readonly string[]): Promise<Uint8Array | undefined> {
    const { user, password } = reader
    const server = await serverFrom({ ...how(), user }, { password })
    const line = await openLine(server, new AbortController().signal)
    try {
      const [keys, photos] = [match as Key[], ['jpegPhoto']]
      const lookup = await listAll(line, {
        base,
        filter: userFilter(false, undefined),
        keys,
        photos,
        pageSize: 3,
      })
      const found = await findUser(person(known), keys, lookup)
      return found?.hasPhoto
        ? (await readPhoto(line, found.dn, { photos, choose: 'largest' }))?.bytes
        : undefined
    } finally {
      line.close()
    }
  }
  async function nameOf(asked: Promise<Uint8Array | null | undefined>): Promise<string | null> {
    try {
      const found = await asked
      const [name] = Object.entries(photos).find(([, photo]) => found && photo.equals(found)) ?? []
      return found ? (name ?? 'somebody else') : null
    } catch (error) {
      return (error as Error).message
    }
  }

  it('is who has the mail, in whatever case', async () => {
    expect(await whose({ email: 'ada.lovelace@EXAMPLE.test' })).to.equal('ada')
    expect(await whose({ email: ' bob@example.test ' })).to.equal('bob')
    expect(await whose({ email: 'nobody@example.test' })).to.equal(null)
    expect(await whose({})).to.equal(null)
  })

  it('is who has it as a first or another address, or signs in by it', async () => {
    expect(await whose({ email: 'first@example.test' })).to.equal('ada')
    expect(await whose({ email: 'alias@example.test' })).to.equal('ada')
    expect(await whose({ email: 'ADA@corp.test' })).to.equal('ada')
    expect(await whose({ email: 'ada@sip.test' })).to.equal(null)
    expect(await whose({ email: 'alias@example.test' }, ['mail'])).to.equal(null)
  })

  it('is who has the employee number, whole', async () => {
    expect(await whose({ employee: 'e-0042' })).to.equal('ada')
    expect(await whose({ employee: '4711' })).to.equal('bob')
    expect(await whose({ employee: '42' })).to.equal(null)
    expect(await whose({ employee: '471' })).to.equal(null)
  })

  it('is who has the telephone or extension, where that is wished for, and no part of a number', async () => {
    const match = ['telephone']
    expect(await whose({ extension: '101' }, match)).to.equal('ada')
    expect(await whose({ extension: '102' }, match)).to.equal('bob')
    expect(await whose({ extension: '+44 (20) 7946-0101' }, match)).to.equal('ada')
    expect(await whose({ extension: '0101' }, match)).to.equal(null)
    expect(await whose({ extension: '01' }, match)).to.equal(null)
    expect(await whose({ extension: '101' })).to.equal(null)
  })

  it('is by the first key that finds somebody, in the order that is wished for', async () => {
    const known = { email: 'bob@example.test', employee: 'E-0042' }
    expect(await whose(known)).to.equal('bob')
    expect(await whose(known, ['employee', 'mail'])).to.equal('ada')
  })

  it('is nobody where two have the same, which is a failure that names both', async () => {
    const twins = `uid=eve,ou=people,${base}; uid=twin,ou=people,${base}`
    expect(await whose({ email: 'shared@example.test' })).to.equal(
      `2 users have shared@example.test as their mail, and it is not guessed who is meant: ${twins}`,
    )
    expect(await whose({ employee: '7' })).to.match(/^2 users have 7 as their employee/)
  })

  it('is not who is disabled, so that whoever has their address now is found', async () => {
    expect(await whose({ email: 'bob@example.test' })).to.equal('bob')
  })

  it('is nobody else for what would be a filter', async () => {
    expect(await whose({ email: 'star*)(uid=*@example.test' })).to.equal('a*)(uid=*')
    for (const email of [
      '*',
      '*)(uid=*',
      'a*',
      '*@example.test',
      'ada.lovelace@example.test)(mail=*',
      '\\2a',
      '\u0000',
    ])
      expect(await whose({ email, employee: email, extension: email }), email).to.equal(null)
  })
})
