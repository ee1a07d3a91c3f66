import type {
  Directory,
  DirectoryContext,
  DirectoryPlugin,
  Options,
  NoPhoto,
  Person,
  Photo,
} from '@avatarctl/sdk'
import { failure, failureOf } from './failure.ts'
import { type ExtensionRecord, personFrom } from './people.ts'
import { type ApiRequest, openSession } from './session.ts'

const account = '/restapi/v1.0/account/~'

/** The people of a RingCentral account and their profile images. */
export default { open, origins } satisfies DirectoryPlugin

async function open({ options, secrets, fetch, pace, signal }: DirectoryContext): Promise<Directory> {
  const server = String(options['server'])
  const allowed = origins(options)
  const { clientSecret = '', jwt = '' } = secrets
  if (jwt === '')
    throw failure('unusable', 'RC_USER_JWT is not set', {
      hint: 'Set it to the JWT of a user of the account.',
    })
  const session = openSession({
    server,
    clientId: String(options['clientId']),
    clientSecret,
    jwt,
    fetch,
    pace,
  })

  /** A URI that the service gave is followed on the two origins only: the token goes to no other. */
  function pinned(uri: string): string {
    const url = new URL(uri, server)
    if (allowed.includes(url.origin)) return url.href
    throw failure('rejected', `RingCentral points to ${url.origin}, which is not one of its own hosts`, {
      hint: 'Set RC_MEDIA_URL when your images are served from there.',
    })
  }

  async function mustSucceed(group: string, request: ApiRequest): Promise<Response> {
    const response = await session.send(group, request)
    if (response.ok) return response
    throw await failureOf(response, request.method !== 'GET')
  }

  async function extension(id: string, signal: AbortSignal): Promise<ExtensionRecord> {
    const response = await mustSucceed('light', {
      method: 'GET',
      url: pathOf(id),
      signal,
    })
    return (await response.json()) as ExtensionRecord
  }

  /** Asked before the first write: a missing permission would else be found out with the first photo. */
  async function mustBeAllowedToEdit(signal: AbortSignal): Promise<void> {
    const url = `${account}/extension/~/authz-profile/check`
    const response = await mustSucceed('light', {
      method: 'GET',
      url,
      query: { permissionId: 'EditUserInfo' },
      signal,
    })
    const { successful } = (await response.json()) as { successful?: boolean }
    if (successful === false) {
      throw failure('forbidden', 'The user of this JWT may not edit users', {
        code: 'CMN-408',
        hint: 'Give the role of that user the permission "Edit User Info" for all users.',
      })
    }
  }

  /** An image, also where the API sends us on to the host of the images, with the token for that host. */
  async function image(uri: string, signal: AbortSignal): Promise<Response> {
    let url = uri
    for (let followed = 0; ; followed += 1) {
      const response = await session.send('medium', { method: 'GET', url, signal })
      const location =
        response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
      if (location === null || followed === 3) {
        if (response.ok) return response
        throw await failureOf(response, false)
      }
      await response.body?.cancel()
      url = pinned(new URL(location, url).href)
    }
  }

  const path = (person: Person) => `${pathOf(person.id)}/profile-image`

  const me = (await (await mustSucceed('light', { method: 'GET', url: account, signal })).json()) as {
    id?: number | string
  }

  return {
    identity: { service: 'ringcentral', account: String(me.id) },
    limits: {
      mediaTypes: ['image/png', 'image/jpeg', 'image/gif'],
      maxBytes: 10_000_000,
      maxPixels: 12_000_000,
      preferredSize: 600,
    },
    can: {
      read: true,
      write: true,
      remove: true,
      reencodes: false,
      conditionalWrite: false,
      versionInList: true,
    },

    async check(purpose, signal) {
      if (purpose === 'write') await mustBeAllowedToEdit(signal)
    },

    async *people({ signal }) {
      let next: string | undefined = `${account}/extension`
      let query: ApiRequest['query'] = { page: 1, perPage: 1000 }
      while (next !== undefined) {
        const response: Response = await mustSucceed('medium', { method: 'GET', url: next, query, signal })
        const page = (await response.json()) as {
          records?: ExtensionRecord[]
          navigation?: { nextPage?: { uri?: string } }
        }
        for (const record of page.records ?? []) if (record.id !== undefined) yield personFrom(record)
        const uri = page.navigation?.nextPage?.uri
        next = uri === undefined ? undefined : pinned(uri)
        query = undefined
      }
    },

    person: async (id, signal) => personFrom(await extension(id, signal)),

    async readPhoto(person, signal): Promise<Photo | NoPhoto> {
      const { profileImage } = await extension(person.id, signal)
      if (!profileImage) {
        throw failure('unavailable', 'RingCentral says nothing about the image of this extension')
      }
      if (!profileImage.etag) return { state: 'missing' }
      const response = await image(pinned(profileImage.uri ?? path(person)), signal)
      const bytes = new Uint8Array(await response.arrayBuffer())
      const declared = response.headers.get('content-type')?.split(';')[0]?.trim()
      return {
        ...{ state: 'present', bytes, version: profileImage.etag },
        mediaType: declared ?? 'application/octet-stream',
      }
    },

    writeTurn: (signal) => pace.turn('heavy', signal),

    async writePhoto(person, { bytes, mediaType }, { signal, turn }) {
      const name = `photo.${mediaType.replace(/^image\/(x-)?/, '').replace('jpeg', 'jpg')}`
      // One part and nothing else: any other makes the service call the image not valid.
      const body = () => {
        const form = new FormData()
        form.set('image', new File([bytes], name, { type: mediaType }))
        return form
      }
      await mustSucceed('heavy', {
        method: 'PUT',
        url: path(person),
        body,
        signal,
        ...(turn ? { turn } : {}),
      })
    },

    async removePhoto(person, { signal, turn }) {
      // Counted with the readings; the turn that was taken for a write is given back.
      turn?.release()
      await mustSucceed('medium', { method: 'DELETE', url: path(person), signal })
    },

    close: () => session.close(),
  }
}

/** Ids of extensions are numbers; anything else is nobody, and no part of an address. */
function pathOf(id: string): string {
  if (/^\d{1,20}$/.test(id)) return `${account}/extension/${id}`
  throw failure('not-found', `RingCentral has no extension with the id “${id.slice(0, 100)}”`)
}

/** The two that the token may go to: the API and its images. */
function origins(options: Options): string[] {
  const server = String(options['server'])
  const media = typeof options['media'] === 'string' ? options['media'] : mediaFor(server)
  if (!URL.canParse(server) || !URL.canParse(media)) {
    throw failure('unusable', `${server} or ${media} is not a URL`, {
      hint: 'Check RC_SERVER_URL and RC_MEDIA_URL.',
    })
  }
  return [new URL(server).origin, new URL(media).origin]
}

/** RingCentral serves images from a host of its own; other servers serve them themselves. */
function mediaFor(server: string): string {
  if (!URL.canParse(server)) return server
  const url = new URL(server)
  if (url.hostname.startsWith('platform.')) url.hostname = url.hostname.replace(/^platform\./, 'media.')
  return url.origin
}
