import { notRight } from './not-right.ts'
import { lineOf, type SettingsDocument } from './settings-document.ts'

/** The form of the file that is written. */
const currentVersion = 2

/** The form that a document has; the first one did not say so. Throws `AppError` for one that is not known here. */
export function versionOf(read: SettingsDocument): number {
  const { file, document } = read
  const version: unknown = document.get('version')
  if (version === undefined) return document.has('initials') ? 1 : currentVersion
  const line = lineOf(read, ['version'])
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw notRight(file, `line ${line}: version is no whole number`, {
      hint: `Write "version: ${currentVersion}", or take the line away.`,
    })
  if (version > currentVersion)
    throw notRight(
      file,
      `line ${line}: it is of version ${version}, and this avatarctl knows ${currentVersion}`,
      {
        hint: 'A newer avatarctl has written it: use that one, or set AVATARCTL_CONFIG_DIR to another folder.',
      },
    )
  return version
}

/** Brings a document of an earlier form to the present one, in memory; says whether there was anything to do. */
export async function upgraded(read: SettingsDocument): Promise<boolean> {
  if (versionOf(read) === currentVersion) return false
  const { isMap, isScalar, YAMLMap } = await import('yaml')
  const { file, document } = read
  // Version 1 had a list of letters; what is chosen for a person stands together since. Comments stay where they are.
  const initials: unknown = document.get('initials')
  if (initials !== undefined) {
    if (!isMap(initials))
      throw notRight(
        file,
        `line ${lineOf(read, ['initials'])}: initials is no list of letters by e-mail address or id`,
        {
          hint: 'For example "ada@example.com: AK" below it.',
        },
      )
    for (const pair of initials.items) {
      const chosen = new YAMLMap(document.schema)
      chosen.set('initials', pair.value)
      chosen.flow = initials.flow ?? false
      pair.value = chosen
    }
    for (const { key } of (document.contents as unknown as InstanceType<typeof YAMLMap>).items)
      if (isScalar(key) && key.value === 'initials') key.value = 'people'
  }
  document.set('version', currentVersion)
  return true
}
