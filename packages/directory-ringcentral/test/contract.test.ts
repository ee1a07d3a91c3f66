import { startSandbox } from '@avatarctl/sandbox'
import { openPace, testDirectory } from '@avatarctl/sdk/testing'
import { expect } from 'chai'
import { conformance, titled, unchecked } from '../../../test/support/conformance.ts'
import directory from '../src/directory.ts'

const traffic = conformance()

testDirectory({
  plugin: new URL('..', import.meta.url),
  async open() {
    const sandbox = await startSandbox({ people: 20, limits: 'none', observe: traffic.observe })
    const { company, environment } = sandbox
    const photos = company.people.map(({ id }) => ({ id, photo: company.photo(id) }))
    const png = photos.flatMap(({ photo }) => (photo?.mediaType === 'image/png' ? [photo] : []))
    const withPhoto = photos.find(({ photo }) => photo)
    const withoutPhoto = photos.find(({ photo }) => !photo)
    const reopen = () =>
      directory.open({
        options: {
          server: environment['RC_SERVER_URL'],
          media: environment['RC_MEDIA_URL'],
          clientId: environment['RC_APP_CLIENT_ID'],
        },
        secrets: {
          clientSecret: environment['RC_APP_CLIENT_SECRET'] ?? '',
          jwt: environment['RC_USER_JWT'] ?? '',
        },
        fetch: globalThis.fetch,
        pace: openPace,
        signal: new AbortController().signal,
        stateFolder: '',
        warn: () => undefined,
      })
    return {
      ...{ directory: await reopen(), reopen, discard: () => sandbox.close() },
      withPhoto: String(withPhoto?.id),
      withoutPhoto: String(withoutPhoto?.id),
      // What follows the end of a PNG plays no part in the picture.
      makeImage(number) {
        const bytes = Buffer.concat([png[0]?.bytes ?? Buffer.alloc(0), Buffer.from(String(number))])
        return { bytes, mediaType: 'image/png' }
      },
    }
  },
})

describe('What was asked and answered for these rules', () => {
  it(titled('holds to what RingCentral describes'), async function () {
    if (unchecked !== undefined) this.skip()
    expect(traffic.observed).to.be.greaterThan(0)
    expect(await traffic.violations()).to.deep.equal([])
  })
})
