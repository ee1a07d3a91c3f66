import type { HostName } from '../http/origins.ts'
import { readAccount } from './account.ts'
import { checkPermission } from './authz-check.ts'
import { listExtensions, readExtension } from './extensions.ts'
import { readImage, readScaledImage } from './image-reading.ts'
import { removeImage, writeImage } from './image-writing.ts'
import type { Group } from './rate-limits.ts'
import type { Operation } from './service.ts'

export interface Route {
  group: Group
  operation: Operation
  accountId: string
  extensionId: string
  scale: string
}

/** A path that exists, though perhaps not for this method. */
export type Lookup = { found: Route } | { found: null; exists: boolean }

interface Entry {
  methods: readonly string[]
  path: RegExp
  group: Group
  operation: Operation
  hosts: readonly HostName[]
}

const EXTENSION = 'extension/(?<extensionId>[^/]+)'

const ENTRIES: Entry[] = [
  entry(['GET'], '', 'light', readAccount),
  entry(['GET'], '/extension', 'medium', listExtensions),
  entry(['GET'], `/${EXTENSION}`, 'light', readExtension),
  entry(['GET'], `/${EXTENSION}/authz-profile/check`, 'light', checkPermission),
  entry(['GET'], `/${EXTENSION}/profile-image`, 'medium', readImage, ['api', 'media']),
  entry(['PUT', 'POST'], `/${EXTENSION}/profile-image`, 'heavy', writeImage),
  entry(['DELETE'], `/${EXTENSION}/profile-image`, 'medium', removeImage),
  entry(['GET'], `/${EXTENSION}/profile-image/(?<scale>[^/]+)`, 'medium', readScaledImage, ['api', 'media']),
]

export function routeOf(host: HostName, method: string, path: string): Lookup {
  let exists = false
  for (const { methods, path: pattern, hosts, group, operation } of ENTRIES) {
    const groups = hosts.includes(host) ? pattern.exec(path)?.groups : undefined
    if (!groups) continue
    exists = true
    if (!methods.includes(method)) continue
    const { accountId = '~', extensionId = '~', scale = 'original' } = groups
    return { found: { group, operation, accountId, extensionId, scale } }
  }
  return { found: null, exists }
}

function entry(
  methods: string[],
  path: string,
  group: Group,
  operation: Operation,
  hosts: HostName[] = ['api'],
): Entry {
  return {
    methods,
    path: new RegExp(`^/restapi/v1\\.0/account/(?<accountId>[^/]+)${path}$`),
    group,
    operation,
    hosts,
  }
}
