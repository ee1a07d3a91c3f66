import type { Sharp, SharpOptions } from 'sharp'
import { messageOf } from '../errors.ts'

type SharpModule = typeof import('sharp').default

/** Photos and artwork that come in: what a telephone makes today fits, a bomb does not. */
export const sourcePixels = 25_000_000

let loading: Promise<SharpModule> | undefined

/**
 * The image library, loaded on first use: it costs as much as the rest of a start.
 *
 * One thread an image and no cache: a batch has an image for every core anyway, and no picture is wanted twice. Only
 * the loaders of images that we recognise stay on.
 */
export function loadSharp(): Promise<SharpModule> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.concurrency(1)
    sharp.cache(false)
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({ operation: loaders })
    return sharp
  })
  return loading
}

const loaders = [
  'VipsForeignLoadPng',
  'VipsForeignLoadJpeg',
  'VipsForeignLoadNsgif',
  'VipsForeignLoadWebp',
  'VipsForeignLoadSvg',
  'VipsForeignLoadHeif',
  'VipsForeignLoadTiff',
]

/** What the image library said, on one line and without its running commentary. */
export function wordsOfSharp(error: unknown): string {
  const lines = messageOf(error)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('source: '))
  return [...new Set(lines)].join('; ') || 'it cannot be read'
}

/** Opens bytes that nobody vouches for; a truncated or broken image throws when it is decoded. */
export async function openImage(bytes: Uint8Array, options: SharpOptions = {}): Promise<Sharp> {
  const sharp = await loadSharp()
  return sharp(bytes, { failOn: 'error', limitInputPixels: sourcePixels, ...options })
}
