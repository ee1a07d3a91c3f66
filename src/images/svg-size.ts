import { readXml } from './xml.ts'

/** Pixels of the units that a length may have, at 96 to the inch as CSS has it. */
const pixelsPer: Record<string, number> = {
  '': 1,
  px: 1,
  pt: 4 / 3,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
}

/**
 * The size an SVG gives itself, in pixels: its width and height, else its viewBox, else 300 x 150 as in a browser.
 * Throws a `SyntaxError` when it has no root that can be read.
 */
export function readSvgSize(bytes: Uint8Array): { width: number; height: number } {
  const value = rootOf(bytes)
  const [, , boxWidth, boxHeight] = value('viewBox')
    .trim()
    .split(/[\s,]+/)
  return {
    width: pixelsOf(value('width')) ?? pixelsOf(boxWidth ?? '') ?? 300,
    height: pixelsOf(value('height')) ?? pixelsOf(boxHeight ?? '') ?? 150,
  }
}

/** The width and height, in pixels, that an SVG asks to be shown at; undefined where it asks for none. Throws likewise. */
export function askedSvgSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const value = rootOf(bytes)
  const [width, height] = [pixelsOf(value('width')), pixelsOf(value('height'))]
  return width && height ? { width, height } : undefined
}

/** The attributes of the root element. */
function rootOf(bytes: Uint8Array): (name: string) => string {
  for (const piece of readXml(new TextDecoder().decode(bytes))) {
    if (piece.kind === 'open')
      return (name) => piece.attributes.find((attribute) => attribute.name === name)?.value ?? ''
  }
  throw new SyntaxError('no root')
}

function pixelsOf(length: string): number | undefined {
  const [, number = '', unit = ''] = /^\s*(\d+(?:\.\d+)?|\.\d+)([a-z]*)\s*$/i.exec(length) ?? []
  const pixels = Number.parseFloat(number) * (pixelsPer[unit.toLowerCase()] ?? NaN)
  return pixels > 0 ? Math.max(1, Math.round(pixels)) : undefined
}
