import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { GeneratorContribution } from '../src/index.ts'

/** A plugin that is written to disk. */
export interface PluginSource {
  contribution?: Partial<GeneratorContribution>
  /** Keys of package.json. */
  pkg?: Record<string, unknown>
  /** The module. */
  source?: string
  /** Other files, by name. */
  files?: Record<string, string>
}

export const rightContribution: GeneratorContribution = {
  id: 'squares',
  title: 'Squares',
  description: 'A square of one colour',
  module: './generator.js',
  produces: 'artwork',
  revision: 1,
  deterministic: true,
  options: {
    type: 'object',
    properties: { light: { type: 'integer', default: 40, description: 'How light it is' } },
  },
  hosts: [],
  sends: [],
  licence: { code: 'MIT', artwork: 'CC0-1.0' },
}

/** The source of a generator: what it does before it draws, and what it draws into its square. */
export function drawing({
  before = '',
  inside = '',
  box = '0 0 8 8',
}: { before?: string; inside?: string; box?: string } = {}): string {
  return `
function draw({ seed, size, options }, inside) {
  const hue = Array.from(seed).reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7)
  const colour = 'hsl(' + hue + ' 60% ' + options.light + '%)'
  const square = '<rect width="8" height="8" fill="' + colour + '"/>' + inside
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">' + square + '</svg>'
  return { bytes: new TextEncoder().encode(svg) }
}
export default {
  async generate(request) {
    const { person, fetch, signal } = request
    ${before}
    return draw(request, \`${inside}\`)
  },
}
`
}

/**
 * Writes a plugin into a folder of its own, in which `elsewhere` leads to a module outside of it, and takes all away after
 * `use`.
 */
export async function withPlugin<T>(
  { contribution, pkg, source = drawing(), files = {} }: PluginSource,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const outer = await mkdtemp(path.join(tmpdir(), 'sdk-plugin-'))
  try {
    const folder = path.join(outer, 'plugin')
    await mkdir(folder)
    const manifest = {
      name: 'avatarctl-generator-squares',
      version: '1.0.0',
      type: 'module',
      engines: { avatarctl: '^1.0.0' },
      oclif: {},
      avatarctl: { contributes: { generators: [{ ...rightContribution, ...contribution }] } },
      ...pkg,
    }
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest))
    await writeFile(path.join(folder, 'generator.js'), source)
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text)
    await mkdir(path.join(outer, 'outside'))
    await writeFile(path.join(outer, 'outside/generator.js'), source)
    await symlink(path.join(outer, 'outside'), path.join(folder, 'elsewhere'), 'junction')
    return await use(folder)
  } finally {
    await rm(outer, { recursive: true })
  }
}
