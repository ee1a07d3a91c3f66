import type { DirectoryError } from '@avatarctl/sdk'
import { jsonOf } from './answer.ts'
import { failure, failureOf } from './failure.ts'
import type { ExtensionRecord } from './people.ts'
import type { ApiRequest, Session } from './session.ts'

const account = '/restapi/v1.0/account/~'

/** The calls of the API that are used here, each in its rate-limit group; they throw `DirectoryError`. */
export interface Api {
  /** Asks for it; where the user may not see it, their own extension says which one it is. */
  account(signal: AbortSignal): Promise<{ id: string }>
  /** Throws when every image that was seen lies on a host that is not asked: the configuration names another one. */
  mustReachImages(): void
  /** Every extension, a page after the other. */
  extensions(signal: AbortSignal): AsyncIterable<ExtensionRecord>
  extension(id: string, signal: AbortSignal): Promise<ExtensionRecord>
  /** That of the user who is signed in; it needs no right to see anybody else. */
  ownExtension(signal: AbortSignal): Promise<ExtensionRecord>
  /** Whether the role of the signed-in user has a permission, for another extension where one is named. */
  mayUser(permission: string, target: string | undefined, signal: AbortSignal): Promise<boolean>
  /** An image from either host. */
  image(uri: string, signal: AbortSignal): Promise<Image>
  putImage(id: string, image: File, way: Way): Promise<void>
  deleteImage(id: string, way: Way): Promise<void>
}

/** An image as it was served. */
export interface Image {
  bytes: Uint8Array
  mediaType: string
}

type Way = Pick<ApiRequest, 'signal' | 'turn'>

/** How often an image sends on to another address. */
const mostRedirects = 3

/** `allowed` are the only origins to which a URI of the service's is followed: the token goes to no other. */
export function openApi(session: Session, server: string, allowed: readonly string[]): Api {
  function pinned(uri: string): string {
    const url = URL.canParse(uri, server) ? new URL(uri, server) : undefined
    if (url && allowed.includes(url.origin)) return url.href
    throw foreign(url?.origin ?? 'no address', 'rejected')
  }

  function foreign(origin: string, kind: 'rejected' | 'unusable'): Error {
    return failure(kind, `RingCentral points to ${origin}, which is not one of its own hosts`, {
      hint: 'Set RC_MEDIA_URL when your images are served from there.',
    })
  }

  /** Where images were seen to lie: on hosts that are asked, and elsewhere. */
  const images = { ours: 0, foreign: '' }

  function note({ profileImage }: ExtensionRecord): void {
    const { uri, etag } = profileImage ?? {}
    if (!etag || uri === undefined || !URL.canParse(uri, server)) return
    const { origin } = new URL(uri, server)
    if (allowed.includes(origin)) images.ours += 1
    else images.foreign = origin
  }

  async function mustSucceed(group: string, request: ApiRequest): Promise<Response> {
    const response = await session.send(group, request)
    if (response.ok) return response
    throw await failureOf(response, { wrote: request.method !== 'GET' })
  }

  const get = async (group: string, request: Omit<ApiRequest, 'method'>) =>
    await jsonOf(await mustSucceed(group, { method: 'GET', ...request }))

  const api: Api = {
    mustReachImages() {
      if (images.foreign !== '' && images.ours === 0) throw foreign(images.foreign, 'unusable')
    },

    async account(signal) {
      try {
        return accountIn(await get('light', { url: account, signal }))
      } catch (error) {
        const { kind, code } = error as Partial<DirectoryError>
        if (kind !== 'forbidden' || code === 'CMN-401') throw error
        return accountIn((await api.ownExtension(signal)).account)
      }
    },

    async *extensions(signal) {
      let next: Pick<ApiRequest, 'url' | 'query'> | undefined = {
        url: `${account}/extension`,
        query: { page: 1, perPage: 1000 },
      }
      const seen = new Set<string>()
      while (next) {
        const page = await get('medium', { ...next, signal })
        if (!Array.isArray(page['records']))
          throw failure('unavailable', 'RingCentral sent a page without records')
        for (const record of page['records'] as ExtensionRecord[]) {
          note(record)
          yield record
        }
        const uri = nextOf(page)
        if (uri !== undefined && seen.has(uri)) throw failure('unavailable', 'RingCentral sends in a circle')
        if (uri !== undefined) seen.add(uri)
        next = uri === undefined ? undefined : { url: pinned(uri) }
      }
    },

    async extension(id, signal) {
      const record = (await get('light', { url: pathOf(id), signal })) as ExtensionRecord
      if (String(record.id) === id) {
        note(record)
        return record
      }
      throw failure('unavailable', 'RingCentral answered with another extension than the one asked for')
    },

    async ownExtension(signal) {
      const record: ExtensionRecord = await get('light', { url: `${account}/extension/~`, signal })
      if (record.id === undefined) throw failure('unavailable', 'RingCentral does not say who is signed in')
      note(record)
      return record
    },

    async mayUser(permissionId, target, signal) {
      const url = `${account}/extension/~/authz-profile/check`
      const query = { permissionId, ...(target === undefined ? {} : { targetExtensionId: target }) }
      return (await get('light', { url, query, signal }))['successful'] !== false
    },

    async image(uri, signal) {
      let url = pinned(uri)
      for (let followed = 0; ; followed += 1) {
        const response = await session.send('medium', { method: 'GET', url, signal })
        const location =
          response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
        if (location === null || followed === mostRedirects) return await imageOf(response)
        await response.body?.cancel()
        url = pinned(new URL(location, url).href)
      }
    },

    async putImage(id, image, way) {
      // One part and nothing else: any other makes the service call the image not valid.
      const body = () => {
        const form = new FormData()
        form.set('image', image)
        return form
      }
      await mustSucceed('heavy', { method: 'PUT', url: `${pathOf(id)}/profile-image`, body, ...way })
    },

    async deleteImage(id, way) {
      await mustSucceed('medium', { method: 'DELETE', url: `${pathOf(id)}/profile-image`, ...way })
    },
  }
  return api
}

function accountIn(record: unknown): { id: string } {
  const id = (record as { id?: unknown } | undefined)?.id
  if (typeof id === 'number' || (typeof id === 'string' && id !== '')) return { id: String(id) }
  throw failure('unavailable', 'RingCentral does not say which account this is')
}

async function imageOf(response: Response): Promise<Image> {
  if (!response.ok) throw await failureOf(response)
  const mediaType = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (bytes.length === 0) throw failure('unavailable', 'RingCentral sent an empty image')
  if (mediaType?.startsWith('text/') || mediaType === 'application/json')
    throw failure('unavailable', `RingCentral sent ${mediaType} where an image should be`)
  return { bytes, mediaType: mediaType ?? 'application/octet-stream' }
}

function nextOf({ navigation }: Record<string, unknown>): string | undefined {
  const uri = (navigation as { nextPage?: { uri?: unknown } } | undefined)?.nextPage?.uri
  return typeof uri === 'string' ? uri : undefined
}

/** Ids of extensions are numbers; anything else is nobody, and no part of an address. */
function pathOf(id: string): string {
  if (/^\d{1,20}$/.test(id)) return `${account}/extension/${id}`
  throw failure('not-found', `RingCentral has no extension with the id “${id.slice(0, 100)}”`)
}
