import { AppError } from '../errors.ts'
import type { WantedPlugin } from '../ports.ts'

const packageName = /^(?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*$/
const rangeOrTag = /^[\w*^~<>=][\w.*^~<>=|+ -]*$/
/** What npm would fetch by git, or from any server. */
const elsewhere =
  /^(?:git[+:@]|ssh:|https?:|npm:|workspace:|github:|gitlab:|bitbucket:|gist:)|^[\w.-]+\/[\w.-]+(?:#.*)?$/i

/**
 * What is meant by `robohash`, `NAME@RANGE` or a path of a tarball. A short name stands for the package of ours with
 * that name, for a generator, then for a directory, then for somebody's as `plugins create` calls it, and then for the
 * package of just that name. Throws `AppError`.
 */
export function wantedPlugin(text: string): WantedPlugin {
  const given = text.trim()
  if (/\.(?:tgz|tar\.gz)$/i.test(given) && !/^https?:/i.test(given)) return { from: 'tarball', path: given }
  if (/^(?:file:|\.{1,2}(?:[\\/]|$)|[\\/~]|[a-z]:[\\/])/i.test(given)) {
    throw new AppError('wrong-use', `${given} is a folder, or no tarball`, {
      hint: `A folder is linked: \`avatarctl plugins link ${given.replace(/^file:/i, '')}\`. A tarball ends in .tgz.`,
    })
  }
  if (elsewhere.test(given)) {
    throw new AppError('wrong-use', `${given} is not installed from there`, {
      hint: 'Plugins come from an npm registry or from a tarball, where what is fetched is known by its hash. Fetch it, `npm pack` it, and install the tarball; or link its folder.',
    })
  }
  const at = given.indexOf('@', 1)
  const name = at < 0 ? given : given.slice(0, at)
  const range = at < 0 ? 'latest' : given.slice(at + 1)
  if (!packageName.test(name) || name.length > 214 || !rangeOrTag.test(range)) {
    throw new AppError('wrong-use', `"${given}" is not the name of a plugin`, {
      hint: 'For example `robohash`, `@acme/generator-robots@^1.2.0`, or ./robots-1.2.0.tgz.',
    })
  }
  return { from: 'registry', names: namesFor(name), range }
}

/** The names that a package may have which a user calls `name`. */
export function namesFor(name: string): string[] {
  if (name.startsWith('@')) return [name]
  return [`@avatarctl/generator-${name}`, `@avatarctl/directory-${name}`, `avatarctl-generator-${name}`, name]
}
