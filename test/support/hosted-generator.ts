import path from 'node:path'
import type { Generator, GeneratorRequest, PluginFetch } from '@avatarctl/sdk'
import { closedFetch } from '../../src/network/closed-fetch.ts'
import { type HostLimits, hostLimits } from '../../src/plugins/host/limits.ts'
import { pluginHosts } from '../../src/plugins/host/plugin-hosts.ts'
import { repository } from './command-line.ts'
import { type PluginParts, writePlugin } from './hostile-plugins.ts'

/** A plugin in a process of its own, to be asked. */
export interface Hosted {
  /** The label of the picture, `null` for none or `none: ` and why, or the words of the failure. */
  ask(id: string, more?: Partial<GeneratorRequest>): Promise<string | null>
  /** The same of several people at a time. */
  askAll(...ids: string[]): Promise<(string | null)[]>
  generator: Generator
  /** What it has printed; each process by itself. */
  printed: string[]
}

/** Writes the plugin `robots` of @acme, 1.2.0, and opens it; whoever asks also closes it. */
export async function hostPlugin(
  folder: string,
  parts: PluginParts,
  { limits = {}, fetch = closedFetch }: { limits?: Partial<HostLimits>; fetch?: PluginFetch } = {},
): Promise<Hosted> {
  const origin = await writePlugin(folder, 'robots', parts)
  const printed: string[] = []
  const hosts = pluginHosts({
    entry: path.join(repository, 'dist/plugin-host.js'),
    limits: { ...hostLimits, graceMs: 300, ...limits },
    onPrinted: (_, text) => printed.push(text),
  })
  const generator = hosts.generator('robots', origin)
  const { signal } = new AbortController()
  await generator.open?.({ options: {}, secrets: {}, fetch, signal })

  async function ask(id: string, more: Partial<GeneratorRequest> = {}): Promise<string | null> {
    const person = { id, kind: 'person', status: 'enabled' } as const
    try {
      const request = { person, seed: id, size: 64, options: {}, fetch, signal, ...more }
      const image = await generator.generate(request)
      if (image && 'none' in image) return `none: ${image.none}`
      return image && (image.label ?? '')
    } catch (error) {
      return (error as Error).message
    }
  }
  return { ask, askAll: (...ids) => Promise.all(ids.map((id) => ask(id))), generator, printed }
}
