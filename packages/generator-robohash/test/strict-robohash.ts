import { createHash } from 'node:crypto'
import { greyPng } from './grey-png.ts'

const sets = ['set1', 'set2', 'set3', 'set4', 'set5']
const colours = ['blue', 'brown', 'green', 'grey', 'orange', 'pink', 'purple', 'red', 'white', 'yellow']
const backgrounds = ['bg1', 'bg2']

/**
 * What Robohash answers, by the rules of its own server: what it does not know it passes over in silence, a size that it
 * cannot read is an error, and one beyond its bounds is 300. In place of a robot there is a grey disc, whose tone follows
 * from all that a robot would; around it there is nothing, unless a background is asked for.
 */
export function answerOf({ pathname, searchParams: asked }: URL): {
  status: number
  headers: Record<string, string>
  body: Uint8Array
} {
  const side = sideOf(asked.get('size') ?? '300x300')
  if (side === undefined) {
    const body = Buffer.from('<html><title>500: Internal Server Error</title></html>')
    return { status: 500, headers: { 'content-type': 'text/html; charset=UTF-8' }, body }
  }
  const text = decodeURIComponent(pathname.slice(1)).replace(/\.(?:png|gif|jpe?g|bmp|ppm|datauri)$/i, '')
  const digest = createHash('sha512').update(text).digest()
  const oneOf = (list: readonly string[], slot: number) => list[digest[slot]! % list.length]!

  const colour = asked.get('color') ?? ''
  const isColoured = colours.includes(colour)
  const wanted = asked.get('set') ?? ''
  const fallback = wanted === 'any' ? oneOf(sets.slice(0, 3), 1) : sets.includes(wanted) ? wanted : 'set1'
  const several = (asked.get('sets') ?? fallback).split(',').filter((set) => sets.includes(set))
  const set = isColoured ? 'set1' : several.length > 0 ? oneOf(several, 1) : fallback
  const bgset = asked.get('bgset') ?? ''
  const background = bgset === 'any' ? oneOf(backgrounds, 2) : backgrounds.includes(bgset) ? bgset : 'none'

  const looks = [text, set, set === 'set1' ? (isColoured ? colour : oneOf(colours, 0)) : '', background]
  const [tone = 0] = createHash('md5').update(looks.join()).digest()
  return {
    status: 200,
    headers: { 'content-type': 'image/png', 'cache-control': 'public,max-age=31536000' },
    body: greyPng(side, { tone, isOpaque: background !== 'none' }),
  }
}

/** Undefined where the server fails. */
function sideOf(size: string): number | undefined {
  const [width, height] = size.split('x').map((text) => (/^-?\d+$/.test(text) ? Number(text) : NaN))
  if (width === undefined || height === undefined || Number.isNaN(width + height) || width === 0)
    return undefined
  return width > 4096 || width < 0 ? 300 : width
}
