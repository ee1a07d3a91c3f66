import { AppError } from '../errors.ts'
import { isLoopback } from './origins.ts'

/** Who asks, and whom they may ask. */
export interface Asker {
  /** The contribution, as the user knows it. */
  what: string
  /**
   * As the manifest declares them: `example.org` means https on port 443, `example.org:8443` that port and no other.
   * Names are exact: a privacy declaration with a wildcard would not say who is told, so one admits nobody.
   */
  hosts: readonly string[]
  /** How often `hosts` are asked at most; without it, as fast as they answer. */
  requestsPerSecond?: number | undefined
  /** Addresses that the user gave as options, `originsAmong`. */
  userOrigins: readonly string[]
}

/**
 * Where a connection may lead: a declared host is out in the public network; what the user named over https may be
 * anywhere; over http it must be this machine.
 */
export type Reach = 'public' | 'anywhere' | 'loopback'

/** Says how an address may be reached. Throws `AppError` where it may not; `from` is what redirected to it. */
export type Admission = (url: URL, from?: URL) => Reach

export function admission({ what, hosts, userOrigins }: Asker): Admission {
  const declared = new Set(hosts.flatMap(hostOf))
  const given = new Set(userOrigins)

  return (url, from) => {
    const named = from ? `${url.origin}, where ${from.origin} redirects to` : url.origin
    if (url.username !== '' || url.password !== '') {
      throw new AppError(
        'plugin',
        `${what} may not ask ${named}, with a name or password in its address; send them as a header`,
      )
    }
    if (given.has(url.origin)) {
      if (url.protocol === 'https:') return 'anywhere'
      if (isLoopback(url.hostname)) return 'loopback'
      throw new AppError(
        'wrong-use',
        `${what} did not ask ${named}, as that is not encrypted; give an address that begins with https:// (http:// only for this machine, such as http://127.0.0.1:8080)`,
      )
    }
    if (url.protocol === 'https:' && declared.has(url.host)) return 'public'
    throw new AppError(
      'plugin',
      `${what} may not ask ${named}, as its plugin declares ${hosts.join(', ') || 'no hosts'} and none of its options was set to that address; tell its author, or set such an option if there is one`,
    )
  }
}

/** Throws `AppError` unless each of these origins may be asked: what a directory would ask, before it is opened. */
export function mustBeAdmitted(origins: readonly string[], asker: Asker): void {
  const admit = admission(asker)
  for (const origin of origins) {
    if (!URL.canParse(origin))
      throw new AppError(
        'plugin',
        `${asker.what} wants to ask ${origin}, which is no address; tell its author`,
      )
    admit(new URL(origin))
  }
}

/** The origins of whatever among these values of options is an http or https address. */
export function originsAmong(values: readonly unknown[]): string[] {
  return values.flat().flatMap((value) => {
    if (typeof value !== 'string' || !/^https?:\/\//i.test(value) || !URL.canParse(value)) return []
    return [new URL(value).origin]
  })
}

/** A declared host as `URL.host` writes it; nothing where it is more, or less, than one. */
function hostOf(declared: string): string[] {
  const address = `https://${declared}/`
  if (declared.includes('*') || !URL.canParse(address)) return []
  const { host, href } = new URL(address)
  return href === `https://${host}/` ? [host] : []
}
