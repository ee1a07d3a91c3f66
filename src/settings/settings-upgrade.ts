import { notRight } from './not-right.ts'
import type { SettingsDocument } from './settings-document.ts'

/** The form of the file that is written. */
export const currentVersion = 2

/** The form that a document has; the first one did not say so. */
export function versionOf({ file, document }: SettingsDocument): number {
  const version: unknown = document.get('version')
  if (version === undefined) return document.has('initials') ? 1 : currentVersion
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw notRight(file, `version must be ${currentVersion}`)
  if (version > currentVersion)
    throw notRight(file, `it is of version ${version}, and this avatarctl knows ${currentVersion}`, {
      hint: 'A newer avatarctl has written it: use that one, or set AVATARCTL_CONFIG_DIR to another folder.',
    })
  return version
}

/** Brings a document of an earlier form to the present one, in memory; says whether there was anything to do. */
export function upgraded(read: SettingsDocument): boolean {
  const { document } = read
  const version = versionOf(read)
  if (version === currentVersion) return false
  // Version 1 had a list of letters; what is chosen for a person stands together since.
  const initials = (document.toJS() as { initials?: unknown } | null)?.initials
  if (initials !== undefined) {
    if (typeof initials !== 'object' || initials === null || Array.isArray(initials))
      throw notRight(read.file, 'initials is no list of letters by e-mail address or id')
    document.delete('initials')
    for (const [key, letters] of Object.entries(initials))
      document.setIn(['people', key, 'initials'], letters)
  }
  document.set('version', currentVersion)
  return true
}
