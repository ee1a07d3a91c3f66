import type { OutgoingPhoto, WriteCondition } from '@avatarctl/sdk'
import { lstat, rename, rm, unlink } from 'node:fs/promises'
import path from 'node:path'
import { isAbandoned, makeFolder, nameWithoutClobbering, syncFolder, writeTemporary } from './durable.ts'
import { codeOf, failure } from './failure.ts'
import { inTurn } from './in-turn.ts'
import type { LookUp } from './look-up.ts'
import { MAX_BYTES } from './photo-file.ts'
import { byPreference, isNameOf, newName, OWN_PREFIX, suits, temporaryPrefix } from './photo-names.ts'
import { servedPhoto, type ServedPhoto } from './served-photo.ts'
import { writeFailure } from './write-failure.ts'

/**
 * Changes photos in `photos/`. At every moment, also after a crash or a power cut, a person has the old photo or the
 * new one, and nobody else's file is touched.
 */
export function photoChanges(folder: string, find: LookUp) {
  const at = (name: string) => path.join(folder, name)
  const turn = (id: string) => `${folder}\0${id}`

  async function unchanged(id: string, condition: WriteCondition): Promise<ServedPhoto | undefined> {
    condition.signal.throwIfAborted()
    const served = await servedPhoto(id, folder, find)
    if ((served?.version ?? null) !== condition.ifVersion) throw changed(id)
    return served
  }

  /** The person's other photos; further names of the same file, which a crash may leave, are removed. */
  async function othersThan(served: string, id: string): Promise<string[]> {
    const others: string[] = []
    const own = await lstat(at(served), { bigint: true })
    for (const name of await find.all(id)) {
      if (name === served) continue
      const { dev, ino } = await lstat(at(name), { bigint: true })
      if (ino !== own.ino || dev !== own.dev) others.push(name)
      else await drop(name)
    }
    return others
  }

  async function drop(name: string) {
    await unlink(at(name))
    ;(await find.listing()).remove(name)
  }

  let sweeping: Promise<void> | undefined

  /** Removes what processes that were killed have left behind, once. */
  async function sweep() {
    const listing = await find.listing()
    for (const name of listing.temporary(OWN_PREFIX)) {
      if (!isAbandoned(name)) continue
      await rm(at(name), { force: true })
      listing.remove(name)
    }
  }

  /** The bytes in a file that only needs its name, in a folder that is there. */
  async function prepared(id: string, bytes: Uint8Array, before: ServedPhoto | undefined): Promise<string> {
    await makeFolder(folder)
    await (sweeping ??= sweep())
    const prefix = temporaryPrefix(id)
    const listing = await find.listing()
    for (const left of listing.temporary(prefix)) {
      await rm(at(left), { force: true })
      listing.remove(left)
    }
    const mode = before ? (await lstat(at(before.name))).mode & 0o777 : undefined
    return writeTemporary(folder, prefix, bytes, mode)
  }

  async function write(id: string, photo: OutgoingPhoto, condition: WriteCondition): Promise<void> {
    if (photo.bytes.length > MAX_BYTES) {
      throw failure('rejected', `The photo for ${id} is larger than 20 MiB.`)
    }
    const before = await unchanged(id, condition)
    const wanted = wantedName(id, photo, before?.name)
    let temporary: string
    try {
      temporary = await prepared(id, photo.bytes, before)
    } catch (error) {
      throw await writeFailure(error, { file: at(wanted), folder, concerns: 'everybody' })
    }
    let applied = false
    try {
      const others = before ? await othersThan(before.name, id) : []
      const served = await unchanged(id, condition)
      if (served?.name !== before?.name) throw changed(id)
      if (served) await rename(at(temporary), at(served.name))
      else await putFirst(temporary, wanted, id)
      applied = true
      await syncFolder(folder)
      if (served && wanted !== served.name) await giveName(served.name, wanted, others, id)
    } catch (error) {
      throw await writeFailure(error, { file: at(wanted), folder, applied })
    } finally {
      await rm(at(temporary), { force: true }).catch(() => undefined)
    }
  }

  /** Puts a first photo up; never in the place of another file. */
  async function putFirst(temporary: string, name: string, id: string) {
    try {
      await nameWithoutClobbering(at(temporary), at(name))
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
      if (await find.current(id)) throw changed(id)
      throw failure(
        'rejected',
        `${at(name)} is taken by somebody whose id differs from ${id} only in case.`,
        {
          hint: 'Give one of them another id, or use a file system that tells upper and lower case apart.',
        },
      )
    }
    ;(await find.listing()).add(name)
  }

  /**
   * Gives the photo that was just put up the wanted name. The photo is in place under its old one, where it stays when
   * the wanted one is taken, or when another photo of the person would then come first.
   */
  async function giveName(served: string, wanted: string, others: string[], id: string) {
    const order = byPreference(id)
    if (others.some((other) => order(other, wanted) <= 0)) return
    try {
      await nameWithoutClobbering(at(served), at(wanted))
      await rm(at(served), { force: true })
    } catch {
      return
    }
    const listing = await find.listing()
    listing.add(wanted)
    listing.remove(served)
    await syncFolder(folder)
  }

  async function remove(id: string, condition: WriteCondition): Promise<void> {
    const served = await unchanged(id, condition)
    if (!served) return
    let applied = false
    try {
      const [other] = await othersThan(served.name, id)
      if (other !== undefined) {
        throw failure('rejected', `Without ${at(served.name)}, ${at(other)} would be shown in its place.`, {
          hint: 'Remove one of the two by hand.',
        })
      }
      await drop(served.name)
      applied = true
      await syncFolder(folder)
    } catch (error) {
      throw await writeFailure(error, { file: at(served.name), folder, applied })
    }
  }

  return {
    /** Puts a photo up, under `photo.name` where that is a name of this person's photo. */
    write: (id: string, photo: OutgoingPhoto, condition: WriteCondition) =>
      inTurn(turn(id), () => write(id, photo, condition)),
    /** Takes the photo away; nothing is done when there was and is none. */
    remove: (id: string, condition: WriteCondition) => inTurn(turn(id), () => remove(id, condition)),
  }
}

/** A restored photo gets its old name back; else the present name stays while its ending is right. */
function wantedName(id: string, { name, mediaType }: OutgoingPhoto, present: string | undefined): string {
  if (name !== undefined && isNameOf(id, name)) return name
  if (present !== undefined && suits(present, mediaType)) return present
  const fresh = newName(id, mediaType)
  if (fresh !== undefined) return fresh
  throw failure('rejected', `The photo for ${id} is ${mediaType}; a folder takes PNG, JPEG and GIF.`)
}

function changed(id: string) {
  return failure('changed', `Somebody else changed the photo of ${id} in the meantime.`, {
    hint: 'Run again to go by the photo of now.',
  })
}
