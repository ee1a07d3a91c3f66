import { testGenerator } from '@avatarctl/sdk/testing'
import { picture } from '../../../test/support/pictures.ts'
import { user } from './company.ts'
import { person } from './opened.ts'
import { noSlapd, reader, type Slapd, startSlapd } from './slapd.ts'

describe('as a plugin', function () {
  this.timeout(60_000)
  const email = 'ada@example.test'
  const options = { url: '', unencrypted: true, user: reader.user }
  let slapd: Slapd | undefined
  before(async function () {
    // Reason for skipping: there is no OpenLDAP on this machine.
    if (noSlapd !== undefined) this.skip()
    slapd = await startSlapd([user('ada', { mail: email, jpegPhoto: await picture('orchid', 'jpeg') })])
    options.url = slapd.ldap
  })
  after(() => slapd?.[Symbol.asyncDispose]())

  testGenerator({
    ...{ plugin: new URL('..', import.meta.url), options, secrets: { password: reader.password } },
    people: [person({ id: 'ada', email })],
  })
})
