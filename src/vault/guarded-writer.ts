import type { Directory, DirectoryErrorKind, Person, WriteCondition } from '@avatarctl/sdk'
import { type Admission, directoryKey, type PhotoWriter, type VerifiedOriginal } from '../ports.ts'
import { isVerifiedOriginal, sha256 } from './originals.ts'

/**
 * The one way through which every write goes. It lets nothing pass without an original that this process's vault has
 * made for this directory and this person, and that is still what the directory shows; and nothing once the lock of
 * this run is lost, for which `mustHoldLock` throws.
 */
export function guardWrites(directory: Directory, mustHoldLock: () => Promise<void>): PhotoWriter {
  const key = directoryKey(directory.identity)

  async function mustStillStand(
    person: Person,
    original: VerifiedOriginal,
    signal: AbortSignal,
  ): Promise<void> {
    const look = async () => {
      const found = await directory.readPhoto(person, signal)
      if (found.state === 'missing') return original.sha256 === null ? 'same' : 'changed'
      if (found.version !== original.version) return 'changed'
      return sha256(found.bytes) === original.sha256 ? 'same' : 'doubtful'
    }
    let seen = await look()
    // Other bytes under the same version may have been damaged on their way: a second answer tells.
    if (seen === 'doubtful') seen = await look()
    if (seen !== 'same')
      throw refusal('changed', 'somebody else has changed this photo since it was read; it was left alone')
  }

  return {
    async admit(person, original, { what, signal, stop = signal }) {
      if (!isVerifiedOriginal(original))
        throw new TypeError('a write needs an original that the vault has verified')
      if (original.directory !== key || original.person !== person.id) {
        throw new TypeError('a write needs the original of the same person in the same directory')
      }
      const turn = await directory.writeTurn?.(what, stop)
      try {
        await mustStillStand(person, original, stop)
        await mustHoldLock()
      } catch (error) {
        turn?.release()
        throw error
      }
      return admission(directory, person, original, { signal, ...(turn ? { turn } : {}) })
    },
  }
}

function admission(
  directory: Directory,
  person: Person,
  original: VerifiedOriginal,
  way: Omit<WriteCondition, 'ifVersion'>,
): Admission {
  const condition = { ifVersion: original.version, ...way }
  let used = false

  function use(): void {
    if (used) throw new TypeError('an admission is good for one write')
    used = true
  }

  return {
    decline() {
      use()
      way.turn?.release()
    },
    async write(photo) {
      use()
      await directory.writePhoto(person, photo, condition)
    },
    async remove() {
      use()
      if (!directory.removePhoto)
        throw refusal('rejected', 'this directory offers no way to take a photo away')
      await directory.removePhoto(person, condition)
    },
  }
}

function refusal(kind: DirectoryErrorKind, text: string): Error {
  return Object.assign(new Error(text), { kind, outcome: 'not-applied' })
}
