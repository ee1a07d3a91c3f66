import type { PluginManifest } from '@avatarctl/sdk'
import type { OfferedContribution, PluginOffer } from '../../records.ts'
import { AppError, messageOf } from '../../errors.ts'
import { checkManifest } from '../contributions.ts'

const installScripts = ['preinstall', 'install', 'postinstall']
const kin = /^(?:avatarctl|@avatarctl\/sdk|@oclif\/.*)$/

/**
 * What a package with this package.json offers. Throws `AppError` where it is no plugin of ours, or one for another
 * version of the tool; `version` is the tool's own.
 */
export async function offerOf(
  pjson: Record<string, unknown>,
  known: { source: PluginOffer['source']; publisher: string | null; version: string; warnings?: string[] },
): Promise<PluginOffer> {
  const { source, publisher, version: ours, warnings = [] } = known
  const { name, version } = pjson
  if (typeof name !== 'string' || typeof version !== 'string')
    throw refused('The package', 'its package.json has no name or no version')
  if (pjson['avatarctl'] === undefined) {
    throw new AppError('plugin', `${name} ${version} is not a plugin of avatarctl`, {
      hint: 'A plugin’s package.json has the key `avatarctl` with what it contributes; nothing was installed.',
    })
  }
  let manifest: PluginManifest
  try {
    const own = structuredClone(pjson)
    manifest = await checkManifest({ name, version, root: '', type: 'user', pjson: own }, ours)
  } catch (error) {
    throw refused(`${name} ${version}`, messageOf(error))
  }
  const contributes = contributionsIn(manifest)
  if (contributes.length === 0) throw refused(`${name} ${version}`, 'it contributes nothing')
  return {
    ...{ name, version, publisher, source, contributes },
    warnings: [...warnings, ...warningsAbout(pjson)],
  }
}

function contributionsIn({ contributes }: PluginManifest): OfferedContribution[] {
  const generators = (contributes.generators ?? []).map((generator) => {
    const { id, title, hosts, hostOptions, sends, licence } = generator
    return {
      ...{ kind: 'generator' as const, id, title, hosts: [...hosts], sends: [...sends] },
      ...(hostOptions === undefined ? {} : { hostOptions: [...hostOptions] }),
      ...readsOf(generator),
      licence: `code ${licence.code}${licence.artwork ? `, pictures ${licence.artwork}` : ''}`,
    }
  })
  const directories = (contributes.directories ?? []).map(({ id, title, hosts = [], environment }) => ({
    ...{ kind: 'directory' as const, id, title, hosts: [...hosts], ...readsOf({ environment }) },
    sends: ['who is in the directory, and their photos'],
    licence: null,
  }))
  return [...generators, ...directories]
}

function readsOf({ environment = {} }: { environment?: Record<string, string> | undefined }) {
  const variables = Object.keys(environment)
  return variables.length > 0 ? { reads: variables } : {}
}

function warningsAbout(pjson: Record<string, unknown>): string[] {
  const namesIn = (key: string) => Object.keys((pjson[key] as Record<string, unknown> | undefined) ?? {})
  const scripts = namesIn('scripts').filter((name) => installScripts.includes(name))
  const ours = [...namesIn('dependencies'), ...namesIn('peerDependencies')].filter((name) => kin.test(name))
  const commands = ['commands', 'hooks', 'plugins'].filter((key) => namesIn('oclif').includes(key))
  return [
    ...(scripts.length > 0 ? [`It has install scripts (${scripts.join(', ')}); they are not run.`] : []),
    ...(ours.length > 0 ? [`It depends on ${ours.join(', ')}, which a plugin does not need.`] : []),
    ...(commands.length > 0
      ? [`It brings ${commands.join(' and ')} for oclif, which are never loaded.`]
      : []),
  ]
}

function refused(who: string, why: string): AppError {
  return new AppError('plugin', `${who} cannot be used: ${why}`, {
    hint: 'Nothing was changed. Ask for another version of it, or tell its author.',
  })
}
