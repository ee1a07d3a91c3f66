import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'

/** The real path of a file that a plugin names, which must lie inside the plugin's folder wherever links lead. */
export function ownFile(root: string, file: string, what: string): string {
  const wanted = path.resolve(root, file)
  if (!existsSync(wanted))
    throw new Error(`its ${what} ${file} is not there; install or build the plugin again`)
  const real = realpathSync(wanted)
  const inside = path.relative(realpathSync(root), real)
  if (inside.startsWith('..') || path.isAbsolute(inside)) {
    throw new Error(`its ${what} ${file} lies outside its folder`)
  }
  return real
}
