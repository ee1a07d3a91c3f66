import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { startSandbox } from '@avatarctl/sandbox'
import { testDirectory } from '@avatarctl/sdk/testing'
import { directoryFetch } from '../../src/network/directory-fetch.ts'
import { makePace } from '../../src/network/pace.ts'
import { repository } from '../support/command-line.ts'
import { openHosted } from '../support/hosted-directory.ts'
import { picture } from '../support/pictures.ts'

// What asks a service, in turn, with a token of its own, does it as well from a process of its own.
describe('in a plugin host, a service', () => {
  testDirectory({
    async open() {
      const sandbox = await startSandbox({ people: 20, limits: 'none' })
      const { company, environment } = sandbox
      const [server = '', media = ''] = [environment['RC_SERVER_URL'], environment['RC_MEDIA_URL']]
      const origin = {
        ...{ plugin: '@acme/ringcentral', version: '1.2.0' },
        modulePath: await realpath(path.join(repository, 'packages/directory-ringcentral/dist/directory.js')),
      }
      const group = { limit: 1000, windowMs: 60_000 }
      const reopen = () =>
        openHosted(origin, {
          options: { server, media, clientId: environment['RC_APP_CLIENT_ID'] },
          context: {
            secrets: {
              clientSecret: environment['RC_APP_CLIENT_SECRET'] ?? '',
              jwt: environment['RC_USER_JWT'] ?? '',
            },
            fetch: directoryFetch({
              ...{ origins: [server, media], userAgent: 'avatarctl' },
              signal: new AbortController().signal,
            }),
            pace: makePace({ groups: { light: group, medium: group, heavy: group, auth: group } }),
          },
        })
      const png = await picture('red')
      const idOf = (has: boolean) => company.people.find(({ id }) => Boolean(company.photo(id)) === has)?.id
      return {
        ...{ directory: await reopen(), reopen, discard: () => sandbox.close() },
        ...{ withPhoto: String(idOf(true)), withoutPhoto: String(idOf(false)) },
        makeImage: (number) => ({
          bytes: Buffer.concat([png, Buffer.from(`${number}`)]),
          mediaType: 'image/png',
        }),
      }
    },
  })
})
