import path from 'node:path'
import type { Contributions } from '../plugins/contributions.ts'
import type { PluginHosts } from '../plugins/host/plugin-hosts.ts'
import { generatorFinder } from './find-generator.ts'
import { generatorDesk } from './generator-desk.ts'
import { generatorNetwork } from './generator-fetch.ts'
import { addedPlugins, pluginDesks } from './plugin-desks.ts'
import { settingsDesk } from './settings-desk.ts'
import type { Surroundings } from './surroundings.ts'

/** What is there once in a process, however many directories it works on at the same time. */
export function sharedParts(surroundings: Surroundings) {
  const { version, warn } = surroundings
  let reading: Promise<Contributions> | undefined
  let hosted: PluginHosts | undefined
  const told = new Set<string>()

  async function read(): Promise<Contributions> {
    const { readContributions } = await import('../plugins/contributions.ts')
    const added = await addedPlugins(surroundings)
    const contributions = await readContributions([...surroundings.plugins, ...added.plugins], version)
    contributions.problems.unshift(...added.problems)
    for (const { plugin, message } of contributions.problems) {
      const sentence = `The plugin ${plugin} is left out: ${message}`
      if (!told.has(sentence)) warn(sentence)
      told.add(sentence)
    }
    return contributions
  }

  const contributed = () => (reading ??= read())
  const settings = settingsDesk(surroundings)
  const plugins = pluginDesks(surroundings, contributed, settings)
  const generator = generatorFinder(surroundings, {
    ...{ contributed, keepPlugins: plugins.keepPlugins },
    forget: () => (reading = undefined),
  })

  /** Processes for what does not come with the tool. */
  async function hosts(): Promise<PluginHosts> {
    const { pluginHosts } = await import('../plugins/host/plugin-hosts.ts')
    return (hosted ??= pluginHosts({
      entry: path.join(surroundings.root, 'dist/plugin-host.js'),
      onPrinted: surroundings.printed,
    }))
  }

  return {
    ...{ contributed, settings, plugins, generator, hosts, network: generatorNetwork(surroundings) },
    generators: generatorDesk(surroundings, settings.settings),
  }
}

export type SharedParts = ReturnType<typeof sharedParts>
