import { createHash } from 'node:crypto'
import type { GeneratorPerson, Options } from '@avatarctl/sdk'

/** Gravatar answers with its smallest picture when it is asked for more pixels than these. */
const largest = 2048

/** What both generators of this package are told. */
export interface GravatarOptions {
  hash?: 'sha256' | 'md5'
  baseUrl?: string
}

/**
 * A person's e-mail as it is hashed: without space around it, in lower case, in NFC as it is typed. What comes after a
 * plus is part of it. `undefined` where there is none, or something that is no address.
 */
export function addressIn({ email = '' }: Pick<GeneratorPerson, 'email'>): string | undefined {
  const address = email.trim().normalize('NFC').toLowerCase()
  return /^[^\s@]+@[^\s@]+$/.test(address) ? address : undefined
}

/**
 * Where the picture for a text is served; the server is told a hash of the text, `size` and `wishes`. Every server of
 * this kind has its pictures below `/avatar/`, whether an address of one says so or not.
 */
export function pictureAt(
  text: string,
  { size, options, wishes }: { size: number; options: Options; wishes: Record<string, string> },
): URL {
  const { hash = 'sha256', baseUrl = 'https://gravatar.com/avatar' } = options as GravatarOptions
  const server = baseUrl.replace(/\/+$/, '').replace(/\/avatar$/, '')
  const side = Math.min(largest, Math.max(1, Math.round(size)))
  const address = new URL(`${server}/avatar/${createHash(hash).update(text, 'utf8').digest('hex')}`)
  address.search = new URLSearchParams({ s: String(side), ...wishes }).toString()
  return address
}
