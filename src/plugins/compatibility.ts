import parse from 'semver/functions/parse.js'
import gtr from 'semver/ranges/gtr.js'
import satisfies from 'semver/functions/satisfies.js'
import validRange from 'semver/ranges/valid.js'

/**
 * Why a plugin that says `engines.avatarctl` cannot be used with this version of the tool, in words that name both and
 * what to do; undefined where it can.
 *
 * A pre-release of the tool counts as the version that it leads to, so that plugins can be tried before it is out.
 */
export function whyUnfit(engines: unknown, version: string): string | undefined {
  const range = (engines as Record<string, unknown> | null | undefined)?.['avatarctl']
  const example = `for example "^${version}"`
  if (typeof range !== 'string') {
    return `its package.json does not say which avatarctl it is for; its author has to add engines.avatarctl, ${example}`
  }
  const quoted = JSON.stringify(range.slice(0, 100))
  const admitted = range.length > 100 ? null : validRange(range)
  if (admitted === null) {
    return `its engines.avatarctl is ${quoted}, which is no range of versions; its author has to name one, ${example}`
  }
  const release = parse(version)
  const leadsTo = release ? `${release.major}.${release.minor}.${release.patch}` : version
  if (satisfies(version, range, { includePrerelease: true }) || satisfies(leadsTo, range)) return undefined
  const remedy = gtr(leadsTo, range)
    ? 'update the plugin, or ask its author for a version that fits'
    : 'update avatarctl, or install an older version of the plugin'
  return `it is for avatarctl ${range}, and this is ${version}: ${remedy}`
}
