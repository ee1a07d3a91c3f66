import type { Directory, DirectoryContext, DirectoryPlugin, Person, WriteCondition } from '@avatarctl/sdk'
import { type Api, type Image, openApi } from './api.ts'
import { failure } from './failure.ts'
import { makeLag, type Shown } from './lag.ts'
import { onlyMe } from './meanings.ts'
import { origins } from './origins.ts'
import { type ExtensionRecord, personFrom } from './people.ts'
import { openSession, type Session, type SessionSettings } from './session.ts'

/** The people of a RingCentral account and their profile images. */
export default { open, origins } satisfies DirectoryPlugin

/** How long an acknowledged write may take to be seen in the record of its extension, in milliseconds. */
const lagMs = 20_000
/** How long its image may be served as it was before, once the record shows the write. */
const imageLagMs = 8_000
/** The same where the answer was lost, and the write may never have arrived. */
const doubtMs = 5_000

const editing =
  'In the admin portal, give the role of the signed-in user the permission "Edit User Info" for all users'

async function open(context: DirectoryContext): Promise<Directory> {
  const { options, secrets, fetch, pace, signal } = context
  const [server = '', ...more] = origins(options)
  const { clientSecret = '' } = secrets
  const clientId = String(options['clientId'])
  const session = openSession({ server, clientId, clientSecret, user: userOf(context), fetch, pace })
  const api = openApi(session, server, [server, ...more])
  try {
    const { id } = await api.account(signal)
    return directoryOf({ account: id, api, session, pace })
  } catch (error) {
    await session.close()
    throw error
  }
}

/** A JWT stands for its user; without one it is who has signed in through the browser. */
function userOf({ options, secrets, tokens }: DirectoryContext): SessionSettings['user'] {
  const { jwt = '' } = secrets
  if (jwt !== '') return { jwt, keepSession: options['keepSession'] === true }
  if (tokens) return { tokens }
  throw failure('unusable', 'RC_USER_JWT is not set', {
    hint: 'Set it to the JWT of a user of the account.',
  })
}

function directoryOf(parts: {
  account: string
  api: Api
  session: Session
  pace: DirectoryContext['pace']
}): Directory {
  const { api, session } = parts
  const lag = makeLag({ imageMs: imageLagMs })
  /**
   * Some whose photos might be changed: one may always edit oneself, so it takes two to find another. Where nobody is listed,
   * it is the user's own photo alone.
   */
  const listed: string[] = []

  const imageUri = ({ id, profileImage }: ExtensionRecord) =>
    profileImage?.uri ?? `/restapi/v1.0/account/~/extension/${id}/profile-image`

  /** Whether the app and the role of its user may write, before anything is written. */
  async function mustBeAllowedToEdit(signal: AbortSignal): Promise<void> {
    const { permissions } = session
    // Only where the sign-in names permissions at all.
    if (permissions.includes('ReadAccounts') && !permissions.includes('EditExtensions')) {
      throw failure('forbidden', 'The app lacks the permission “EditExtensions”', {
        code: 'CMN-401',
        hint: 'In the developer console, give the app "Read Accounts" and "Edit Extensions", then sign in anew.',
      })
    }
    if (await mayEdit(signal)) return
    const [whom, hint] =
      listed.length === 0
        ? [', for themselves too', `${editing}, or for their own user, which is enough for \`--me\`.`]
        : [' for others', `${editing}. ${onlyMe}`]
    const lacks = 'The role of the signed-in user lacks the permission “EditUserInfo”'
    throw failure('forbidden', lacks + whom, { code: 'CMN-408', hint })
  }

  async function mayEdit(signal: AbortSignal): Promise<boolean> {
    try {
      return await api.mayUser('EditUserInfo', await somebodyElse(signal), signal)
    } catch (error) {
      // A service that does not know the question answers it with the first write.
      if (['not-found', 'rejected'].includes((error as { kind?: string }).kind ?? '')) return true
      throw error
    }
  }

  /** Somebody who is listed besides the user, if anybody is. */
  async function somebodyElse(signal: AbortSignal): Promise<string | undefined> {
    if (listed.length === 0) return undefined
    const own = session.owner ?? String((await api.ownExtension(signal)).id)
    return listed.find((id) => id !== own)
  }

  /** The record of somebody, and the image that it points to. */
  async function shownNow(id: string, signal: AbortSignal): Promise<Shown & { image?: Image }> {
    const record = await api.extension(id, signal)
    if (!record.profileImage)
      throw failure('rejected', 'RingCentral does not say whether this extension has an image')
    const version = record.profileImage.etag || null
    api.mustReachImages()
    if (version === null) return { version }
    try {
      const image = await api.image(imageUri(record), signal)
      return { version, bytes: image.bytes, image }
    } catch (error) {
      if ((error as { kind?: string }).kind === 'not-found' && lag.isExpected(id)) return { version }
      throw error
    }
  }

  /** Does a write, and remembers that it may take a while to be seen. */
  async function change(
    { id }: Person,
    sent: Uint8Array | undefined,
    { ifVersion }: WriteCondition,
    write: () => Promise<void>,
  ): Promise<void> {
    try {
      await write()
      lag.expect(id, ifVersion, sent, lagMs)
    } catch (error) {
      if ((error as { outcome?: string }).outcome === 'unknown') lag.expect(id, ifVersion, sent, doubtMs)
      throw error
    }
  }

  return {
    identity: { service: 'ringcentral', account: parts.account },
    limits: {
      mediaTypes: ['image/png', 'image/jpeg', 'image/gif'],
      maxBytes: 10_000_000,
      maxPixels: 12_000_000,
      preferredSize: 600,
    },
    can: {
      ...{ read: true, write: true, remove: true },
      ...{ reencodes: false, conditionalWrite: false, versionInList: true },
    },

    async check(purpose, signal) {
      if (purpose !== 'write') return
      api.mustReachImages()
      await mustBeAllowedToEdit(signal)
    },

    async *people({ signal }) {
      for await (const record of api.extensions(signal)) {
        if (record.id === undefined) continue
        const person = personFrom(record)
        if (person.kind === 'person' && listed.length < 2 && !listed.includes(person.id))
          listed.push(person.id)
        yield person
      }
    },

    person: async (id, signal) => personFrom(await api.extension(id, signal)),

    me: async (signal) => personFrom(await api.ownExtension(signal)),

    async readPhoto({ id }, signal) {
      const { version, image } = await lag.settled(id, () => shownNow(id, signal), signal)
      if (version === null) return { state: 'missing' }
      if (image) return { state: 'present', version, ...image }
      throw failure('unavailable', 'RingCentral does not serve the image that it speaks of')
    },

    // Removals are counted with the readings.
    writeTurn: (what, signal) => parts.pace.turn(what === 'photo' ? 'heavy' : 'medium', signal),

    async writePhoto(person, { bytes, mediaType }, condition) {
      const { signal, turn } = condition
      const name = `photo.${mediaType.replace(/^image\/(x-)?/, '').replace('jpeg', 'jpg')}`
      const image = new File([bytes], name, { type: mediaType })
      await change(person, bytes, condition, () =>
        api.putImage(person.id, image, { signal, ...(turn ? { turn } : {}) }),
      )
    },

    async removePhoto(person, condition) {
      const { signal, turn } = condition
      await change(person, undefined, condition, () =>
        api.deleteImage(person.id, { signal, ...(turn ? { turn } : {}) }),
      )
    },

    close: () => session.close(),
  }
}
