import type { DirectoryPlugin, Generator, Options } from '@avatarctl/sdk'
import { converse } from './conversation.ts'
import { converseWithDirectory } from './directories/conversation.ts'
import { hostedDirectory } from './directories/hosted-directory.ts'
import { type HostLimits, hostLimits } from './limits.ts'
import { type PluginHost, pluginHost } from './plugin-host.ts'

/** Where something comes from that is not to run in this process. */
export interface HostedOrigin {
  plugin: string
  version: string
  /** Real path of the module. */
  modulePath: string
}

/**
 * The hosts of all plugins: one for the generators of each package, started when it is asked for the first time. A
 * generator is told its options once, when it is opened: with other options it is another one, in another process.
 */
export interface PluginHosts {
  generator(id: string, origin: HostedOrigin, options?: Options): Generator
  /** One in a process of its own. Throws an `AppError` when it cannot be loaded. */
  directory(id: string, origin: HostedOrigin, options: Options): Promise<DirectoryPlugin>
}

export function pluginHosts({
  entry,
  limits = hostLimits,
  onPrinted = () => undefined,
}: {
  /** The built module that runs in a host process. */
  entry: string
  limits?: HostLimits
  /** What a plugin has printed, at the end of its process: text that is not to be trusted. */
  onPrinted?(plugin: string, text: string): void
}): PluginHosts {
  const hosts = new Map<string, { host: PluginHost; told: Map<string, string> }[]>()
  return {
    generator(id, { plugin, version, modulePath }, options = {}) {
      const wanted = JSON.stringify(options)
      const its = hosts.get(plugin) ?? []
      hosts.set(plugin, its)
      let fit = its.find(({ told }) => (told.get(modulePath) ?? wanted) === wanted)
      if (!fit) {
        const start = () => converse({ entry, limits, onPrinted: (text) => onPrinted(plugin, text) })
        its.push((fit = { host: pluginHost(start, limits.inARow), told: new Map() }))
      }
      fit.told.set(modulePath, wanted)
      return fit.host.generator(`${id} of the plugin ${plugin} ${version}`, modulePath)
    },

    directory(id, { plugin, version, modulePath: module }, options) {
      const start = () =>
        converseWithDirectory({ entry, limits, onPrinted: (text) => onPrinted(plugin, text) })
      const who = `${id} of the plugin ${plugin} ${version}`
      return hostedDirectory({ who, module, limits, start }, options)
    },
  }
}
