import generator from '../src/generator.ts'

interface Options {
  seed?: string
  size?: number
  options?: Record<string, string>
}

/** What the generator draws for a name, as text; `null` when it has nothing. */
export async function ask(
  name: string,
  options: Options = {},
): Promise<{ svg: string; label: string } | null> {
  const answer = await answerTo(name, options)
  if ('none' in answer) return null
  return { svg: new TextDecoder('utf-8', { fatal: true }).decode(answer.bytes), label: answer.label }
}

/** What the generator answers for a name. */
export function answerTo(
  name: string,
  { seed = 'ada@example.com', size = 512, options = {} }: Options = {},
): ReturnType<typeof generator.generate> {
  return generator.generate({
    person: { id: '1', name, kind: 'person', status: 'enabled' },
    seed,
    size,
    options,
    fetch: () => Promise.reject(new Error('it must not ask anybody')),
    signal: new AbortController().signal,
  })
}

/** The points of the letters of a picture, as distances from the middle of the square, y downwards. */
export function pointsOf(svg: string): { x: number; y: number }[] {
  return pointsIn(/ d="([^"]*)"\/><\/svg>/.exec(svg)?.[1] ?? '')
}

/** The same for the `d` of a path. */
export function pointsIn(path: string): { x: number; y: number }[] {
  const numbers = (path.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number)
  return numbers.flatMap((x, at) => (at % 2 === 0 ? [{ x: x - 256, y: (numbers[at + 1] ?? 0) - 256 }] : []))
}
