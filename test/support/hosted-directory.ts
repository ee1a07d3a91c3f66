import path from 'node:path'
import { openPace } from '@avatarctl/sdk/testing'
import type { Directory, DirectoryContext, DirectoryPlugin, Options } from '@avatarctl/sdk'
import { closedFetch } from '../../src/network/closed-fetch.ts'
import { type HostLimits, hostLimits } from '../../src/plugins/host/limits.ts'
import { type HostedOrigin, pluginHosts } from '../../src/plugins/host/plugin-hosts.ts'
import { repository } from './command-line.ts'

/** The directory plugin of this origin, in a process of its own; whoever opens it also closes it. */
export function hostDirectory(
  origin: HostedOrigin,
  {
    options = {},
    limits = {},
    printed = [],
  }: { options?: Options; limits?: Partial<HostLimits>; printed?: string[] } = {},
): Promise<DirectoryPlugin> {
  const hosts = pluginHosts({
    entry: path.join(repository, 'dist/plugin-host.js'),
    limits: { ...hostLimits, graceMs: 300, ...limits },
    onPrinted: (_, text) => printed.push(text),
  })
  return hosts.directory('staff', origin, options)
}

/** The same, opened. */
export async function openHosted(
  origin: HostedOrigin,
  {
    context = {},
    ...how
  }: { context?: Partial<DirectoryContext> } & Parameters<typeof hostDirectory>[1] = {},
): Promise<Directory> {
  const plugin = await hostDirectory(origin, how)
  return plugin.open({
    ...{
      options: how.options ?? {},
      secrets: {},
      fetch: closedFetch,
      pace: openPace,
      stateFolder: '/nowhere',
    },
    signal: new AbortController().signal,
    warn: () => undefined,
    ...context,
  })
}
