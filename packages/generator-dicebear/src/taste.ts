import type { Style } from '@dicebear/core'

/** Soft grounds, one of them for each person, for styles that bring none or the same for everybody. */
const soft = ['b6e3f4', 'c0aede', 'd1d4f9', 'ffd5dc', 'ffdfbf']

/** Colours that have a contrast of at least 7:1 with white, and of at least 3:1 with the soft grounds. */
const deep = [
  '3e6102',
  '03663e',
  '025f73',
  '0252a7',
  '373bc6',
  '6c21b4',
  '8c038d',
  '9b0355',
  'a30404',
  '814301',
]

/** Parts that nobody wants to be shown with by a tool that did not ask: who does names them in an option. */
const unbecoming =
  /angry|sad|cry|tear|vomit|dizzy|grimace|scream|disbelief|concern|confused|pissed|drip|sick|mask|shout|clown|trash|bug$|bandaid|thermometer|skull|resist|unimpressed|unibrow|frown|eyeroll|awkward|fear|rage|contempt|cyclops|monster|suspicious|tired|hectic|pacifier|eyepatch|sleepy|nervous/i

/** What stands out better, or lies inside the circle that many services crop to. */
const own: Readonly<Record<string, Record<string, unknown>>> = {
  avataaars: { backgroundColor: soft },
  bottts: { scale: 85 },
  icons: { backgroundColor: deep },
  identicon: { rowColor: deep, scale: 70 },
  'lorelei-neutral': { backgroundColor: soft },
  'notionists-neutral': { backgroundColor: soft },
  rings: { backgroundColor: ['263238'], scale: 90 },
  thumbs: { backgroundColor: soft, shapeColor: deep },
}

/** The options of a style where the user says nothing; what is not named here is left to DiceBear. */
export function defaultsOf(name: string, { schema }: Pick<Style<object>, 'schema'>): Record<string, unknown> {
  const properties = (schema?.properties ?? {}) as Record<string, { default?: unknown }>
  const becoming = Object.entries(properties).flatMap(([option, { default: all }]) => {
    if (!Array.isArray(all)) return []
    const kept = all.filter((part) => !unbecoming.test(String(part)))
    return kept.length > 0 && kept.length < all.length ? [[option, kept] as const] : []
  })
  const ground = 'backgroundColor' in properties ? {} : { backgroundColor: soft }
  return { ...ground, ...Object.fromEntries(becoming), ...own[name] }
}
