import type { Generator, GeneratorPerson, Options } from '@avatarctl/sdk'
import { readFile } from 'node:fs/promises'
import generator from '../src/generator.ts'
import { reader } from './slapd.ts'

/** As the manifest fills them in. */
async function presets(): Promise<Options> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  const pkg = JSON.parse(text) as {
    avatarctl: {
      contributes: { generators: { options: { properties: Record<string, { default?: unknown }> } }[] }
    }
  }
  const [contribution] = pkg.avatarctl.contributes.generators
  const all = Object.entries(contribution?.options.properties ?? {})
  return Object.fromEntries(all.flatMap(([name, one]) => ('default' in one ? [[name, one.default]] : [])))
}

export const person = (known: Partial<GeneratorPerson> = {}): GeneratorPerson => ({
  ...{ id: '1', kind: 'person', status: 'enabled' },
  ...known,
})

const never = () => Promise.reject(new Error('it has no business with fetch'))

/** Opens the generator with these options, as who may read. */
export async function opened(options: Options, { password = reader.password } = {}): Promise<Opened> {
  const all = { ...(await presets()), user: reader.user, ...options }
  const { signal } = new AbortController()
  await generator.open({ options: all, secrets: { password }, fetch: never, signal })
  return {
    async photoOf(known) {
      const whom = person(known)
      const seed = whom.email ?? whom.id
      const answer = await (generator as Generator).generate({
        ...{ person: whom, seed, size: 512, options: all, fetch: never },
        signal: new AbortController().signal,
      })
      return answer && 'bytes' in answer ? answer.bytes : null
    },
    [Symbol.dispose]: () => generator.close(),
  }
}

export interface Opened extends Disposable {
  photoOf(known: Partial<GeneratorPerson>): Promise<Uint8Array | null>
}
