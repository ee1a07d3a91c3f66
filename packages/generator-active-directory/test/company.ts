import { createHash } from 'node:crypto'
import { noisyPicture } from '../../../test/support/pictures.ts'
import { base, type DirectoryEntry } from './slapd.ts'

/** An entry as Active Directory has users, as far as OpenLDAP can. */
export function user(uid: string, values: DirectoryEntry['values'] = {}): DirectoryEntry {
  const known = { objectClass: ['inetOrgPerson', 'userOfActiveDirectory'], uid, cn: uid, sn: uid }
  return { dn: `uid=${uid},ou=people,${base}`, values: { ...known, ...values } }
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Fifty people: ten without a photo, five disabled; each photo is another one. */
export async function fifty() {
  const numbers = Array.from({ length: 50 }, (_, number) => number + 1)
  return await Promise.all(
    numbers.map(async (number) => {
      const uid = `person${number}`
      const photo = number <= 40 ? await noisyPicture(uid, 'jpeg') : undefined
      const isDisabled = number % 10 === 3
      const entry = user(uid, {
        mail: `${uid}@example.test`,
        userAccountControl: isDisabled ? '514' : '512',
        ...(photo ? { [number % 2 === 0 ? 'jpegPhoto' : 'thumbnailPhoto']: photo } : {}),
      })
      return { uid, email: `${uid}@example.test`, photo, isDisabled, entry }
    }),
  )
}
