import type { StyleMeta } from '@dicebear/core'

/** A style's licence, and whom it asks to name. */
export interface StyleLicence {
  /** SPDX identifier. */
  artwork: string
  credit: string
}

/** Licences that let a company show remixed pictures. Any other, also one that nobody has read yet, is refused. */
const usable = new Map([
  ['CC0 1.0', 'CC0-1.0'],
  ['CC BY 4.0', 'CC-BY-4.0'],
  ['MIT', 'MIT'],
  ['Free for personal and commercial use', 'LicenseRef-Free-For-Any-Use'],
])

/** Under which licence a style's pictures may be used. Throws where a company may not, or where nobody knows. */
export function licenceOf(name: string, { title, creator, source, license }: StyleMeta = {}): StyleLicence {
  const words = license?.name.replace(/\.$/, '') ?? 'none'
  const artwork = usable.get(words)
  if (artwork === undefined)
    throw new Error(
      `the style ${name} is not drawn: its licence (${words}) is none that a company may rely on`,
    )
  const links = [source, license?.url].filter((link, at, all) => link && all.indexOf(link) === at)
  const remixed = creator === 'DiceBear' ? '' : ', remixed by DiceBear'
  return {
    artwork,
    credit: `${title ?? name} by ${creator ?? 'unknown'}, ${words}${remixed} (${links.join(', ')})`,
  }
}
