import { expect } from 'chai'
import { fifty, sha256 } from './company.ts'
import { opened } from './opened.ts'
import { noSlapd, type Slapd, startSlapd } from './slapd.ts'

describe('the generator active-directory, with an OpenLDAP', function () {
  this.timeout(60_000)
  let people: Awaited<ReturnType<typeof fifty>>
  let slapd: Slapd
  before(async function () {
    // Reason for skipping: there is no OpenLDAP on this machine.
    if (noSlapd !== undefined) this.skip()
    people = await fifty()
    const limits = 'size.soft=20 size.hard=unlimited size.pr=unlimited size.prtotal=unlimited'
    slapd = await startSlapd(
      people.map(({ entry }) => entry),
      { server: ['sizelimit 20'], limits },
    )
  })
  after(() => (slapd as Slapd | undefined)?.[Symbol.asyncDispose]())

  it('has the photo of each of fifty people, byte for byte, and of nobody who has none or is disabled', async () => {
    using generator = await opened({ url: slapd.ldap, unencrypted: true, pageSize: 7 })
    for (const { uid, email, photo, isDisabled } of people) {
      const found = await generator.photoOf({ email })
      const wanted = isDisabled || !photo ? null : sha256(photo)
      expect(found && sha256(found), uid).to.equal(wanted)
    }
  })
})
