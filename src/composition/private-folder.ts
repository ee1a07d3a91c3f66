import { mkdtemp } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** A new folder for temporary files, which only this user can look into. */
export const privateFolder = (): Promise<string> => mkdtemp(path.join(os.tmpdir(), 'avatarctl-'))
