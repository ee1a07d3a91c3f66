import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from '../errors.ts'

/** What lies under a folder, as far as it matters for what is kept there. */
export interface FileSystem {
  /** `memory` is gone with the machine, `container` with the container. */
  kind: 'memory' | 'container' | 'network' | 'disk'
  freeBytes: number
}

/** Magic numbers of Linux's statfs(2). */
const kinds = new Map<number, FileSystem['kind']>([
  [0x01021994, 'memory'], // tmpfs
  [0x858458f6, 'memory'], // ramfs
  [0x794c7630, 'container'], // overlayfs
  [0x61756673, 'container'], // aufs
  [0x6969, 'network'], // NFS
  [0xff534d42, 'network'], // CIFS
  [0xfe534d42, 'network'], // SMB2
  [0x517b, 'network'], // SMB
])

/** Looks at the folder, or at the nearest one above it that is there. Throws what the system says. */
export async function fileSystemOf(folder: string): Promise<FileSystem> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    try {
      const { type, bavail, bsize } = await statfs(at)
      const kind = process.platform === 'linux' ? kinds.get(type) : undefined
      return { kind: kind ?? 'disk', freeBytes: bavail * bsize }
    } catch (error) {
      const isMissing = codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
      if (!isMissing || at === path.dirname(at)) throw error
    }
  }
}
