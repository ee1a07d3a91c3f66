import type { Clock } from '../clock.ts'
import { portrait, portraitMediaType } from '../pictures/portrait.ts'
import { randomFrom } from '../random.ts'
import { isPerson, type Extension } from './extension.ts'
import { etagFrom, md5, type CompanyPhoto, type EtagStyle, type PhotoVersion } from './photo.ts'
import type { PhotoStore } from './photo-store.ts'

/** Day zero of the company: before everything that happens to it. */
const FOUNDED = Date.UTC(2019, 3, 1)
const DAY = 86_400_000
const REMEMBERED_VERSIONS = 16
const SHARE_WITH_PHOTO = 0.3
/** Rooms and queues seldom have one; when they do, it is nobody's avatar either. */
const SHARE_OF_THINGS_WITH_PHOTO = 0.1

/** Who has which photo, now and a while ago. */
export interface Photos {
  now(extension: Extension): CompanyPhoto | null
  version(extension: Extension): PhotoVersion | null
  /** The version that stood at a time, which is as far back as a list that lags behind may look. */
  versionAt(extension: Extension, time: number): PhotoVersion | null
  /** Resolves when the change is kept for the next start too. */
  set(extension: Extension, photo: { bytes: Buffer; mediaType: string } | null): Promise<CompanyPhoto | null>
}

export interface PhotosOptions {
  seed: number
  clock: Clock
  etags: EtagStyle
  store: PhotoStore | undefined
}

/** Photos made up from the seed, drawn when they are looked at, and those that were put up since. */
export async function companyPhotos({ seed, clock, etags, store }: PhotosOptions): Promise<Photos> {
  const changed = new Map<number, CompanyPhoto | null>()
  const history = new Map<number, { since: number; version: PhotoVersion | null }[]>()
  const madeUpVersions = new Map<number, PhotoVersion | null>()
  let writes = 0
  for await (const [id, photo] of store?.load() ?? []) changed.set(id, photo)

  function madeUpVersion(extension: Extension): PhotoVersion | null {
    const known = madeUpVersions.get(extension.id)
    if (known !== undefined) return known
    const version = hasMadeUpPhoto(seed, extension) ? firstVersion(extension) : null
    madeUpVersions.set(extension.id, version)
    return version
  }

  function firstVersion({ number }: Extension): PhotoVersion {
    const days = Math.floor(randomFrom(seed, 'day', number)() * 1000)
    return {
      mediaType: portraitMediaType(seed, number),
      etag: etags === 'md5' ? md5(portrait(seed, number)) : etagFrom('made up', seed, number),
      lastModified: new Date(FOUNDED + days * DAY).toISOString(),
    }
  }

  function version(extension: Extension): PhotoVersion | null {
    const photo = changed.get(extension.id)
    if (photo === undefined) return madeUpVersion(extension)
    return photo && withoutBytes(photo)
  }

  return {
    version,
    now(extension) {
      const photo = changed.get(extension.id)
      if (photo !== undefined) return photo
      const first = madeUpVersion(extension)
      return first && { ...first, bytes: portrait(seed, extension.number) }
    },
    versionAt(extension, time) {
      const past = history.get(extension.id)
      if (!past) return version(extension)
      return past.findLast(({ since }) => since <= time)?.version ?? null
    },
    async set(extension, photo) {
      const past = history.get(extension.id) ?? [{ since: -Infinity, version: version(extension) }]
      const kept = photo && {
        ...photo,
        etag:
          etags === 'md5' ? md5(photo.bytes) : etagFrom('write', seed, extension.id, ++writes, clock.now()),
        lastModified: new Date(clock.now()).toISOString(),
      }
      changed.set(extension.id, kept)
      past.push({ since: clock.now(), version: kept && withoutBytes(kept) })
      history.set(extension.id, past.slice(-REMEMBERED_VERSIONS))
      await store?.save(extension.id, kept)
      return kept
    },
  }
}

function hasMadeUpPhoto(seed: number, extension: Extension): boolean {
  if (extension.status === 'Unassigned' || extension.number < 0) return false
  const share = isPerson(extension) ? SHARE_WITH_PHOTO : SHARE_OF_THINGS_WITH_PHOTO
  return randomFrom(seed, 'has photo', extension.number)() < share
}

function withoutBytes({ mediaType, etag, lastModified }: CompanyPhoto): PhotoVersion {
  return { mediaType, etag, lastModified }
}
