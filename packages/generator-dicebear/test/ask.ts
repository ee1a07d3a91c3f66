import generator from '../src/generator.ts'

/** The picture of a seed, as text. */
export async function ask(
  seed: string,
  {
    size = 512,
    name = 'Ada Lovelace',
    ...options
  }: Record<string, unknown> & { size?: number; name?: string } = {},
): Promise<string> {
  const { bytes } = await generator.generate({
    person: { id: '1', name, kind: 'person', status: 'enabled' },
    seed,
    size,
    options,
    fetch: () => Promise.reject(new Error('it must not ask anybody')),
    signal: new AbortController().signal,
  })
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
}
