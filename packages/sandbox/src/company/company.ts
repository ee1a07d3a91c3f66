import { randomFrom } from '../random.ts'
import { isPerson, type Extension } from './extension.ts'
import { companyPhotos, type PhotosOptions } from './photos.ts'
import type { CompanyPhoto } from './photo.ts'
import { madeUpRoster } from './roster.ts'

/** The made-up company, to look at from outside and to change as its people would, past the protocol. */
export interface Company {
  readonly accountId: number
  readonly name: string
  /** Every record, the administrator first. */
  readonly extensions: readonly Extension[]
  /** Those who are persons, whatever their status, but for unassigned extensions. */
  readonly people: readonly Extension[]
  readonly admin: Extension
  extension(id: number | string): Extension | undefined
  /** What is served for somebody at this moment; throws for an id that the company does not have. */
  photo(id: number): CompanyPhoto | null
  /** Puts up a photo, or takes it away with `null`, as the person would in the service's own app. */
  setPhoto(id: number, bytes: Uint8Array | null, mediaType?: string): Promise<void>
  /** Somebody joins; what is not given is made up. There is no photo yet. */
  hire(fields?: Partial<Omit<Extension, 'id' | 'number'>>): Extension
  /** Somebody marries, moves or is suspended. */
  change(id: number, fields: Partial<Omit<Extension, 'id' | 'number'>>): void
  leave(id: number): void
}

export interface CompanyOptions extends PhotosOptions {
  people: number
}

export async function madeUpCompany(options: CompanyOptions): Promise<Company & { photos: Photos }> {
  const { seed, people } = options
  const extensions = madeUpRoster(seed, people)
  const byId = new Map(extensions.map((extension) => [extension.id, extension]))
  const photos = await companyPhotos(options)
  const admin = extensions[0]!
  let lastId = extensions[extensions.length - 1]!.id
  let hired = 0

  function known(id: number): Extension {
    const extension = byId.get(id)
    if (!extension) throw new Error(`The company has no extension ${id}.`)
    return extension
  }

  return {
    accountId: 3_700_000_000 + Math.floor(randomFrom(seed, 'account')() * 99_999_999),
    name: 'Example & Söhne',
    extensions,
    get people() {
      return extensions.filter((one) => isPerson(one) && one.status !== 'Unassigned')
    },
    admin,
    photos,
    extension: (id) => (/^\d+$/.test(String(id)) ? byId.get(Number(id)) : undefined),
    photo: (id) => photos.now(known(id)),
    async setPhoto(id, bytes, mediaType = 'image/png') {
      await photos.set(known(id), bytes && { bytes: Buffer.from(bytes), mediaType })
    },
    hire(fields = {}) {
      hired++
      const extension: Extension = {
        id: ++lastId,
        // Below zero there are no made-up photos.
        number: -hired,
        type: 'User',
        status: 'Enabled',
        firstName: 'New',
        lastName: `Colleague ${hired}`,
        email: `new.colleague${hired}@example.com`,
        extensionNumber: String(900_000 + hired),
        site: admin.site,
        hidden: false,
        admin: false,
        ...fields,
      }
      extensions.push(extension)
      byId.set(extension.id, extension)
      return extension
    },
    change: (id, fields) => void Object.assign(known(id), fields),
    leave(id) {
      extensions.splice(extensions.indexOf(known(id)), 1)
      byId.delete(id)
    },
  }
}

type Photos = Awaited<ReturnType<typeof companyPhotos>>
