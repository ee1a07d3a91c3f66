/**
 * How fast photos are normalised, against a plain sharp script that does the same resize and the same encoding: 2,000 mixed
 * photos of 1 to 12 megapixels, in rounds that alternate, each in a process of its own. Medians.
 *
 *     node --import tsx bench/photos.ts [PHOTOS] [ROUNDS]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pMap from 'p-map'
import sharp, { type Sharp } from 'sharp'
import { makeDarkroom } from '../src/images/darkroom.ts'

const megapixels = [1, 2, 3, 5, 8, 12]
const shapes = [4 / 3, 3 / 4, 3 / 2, 1]
const limits = { mediaTypes: ['image/jpeg'], maxBytes: 2_000_000, maxPixels: 25_000_000, preferredSize: 512 }
const size = 512
/** As `sync` has them at the same time; there are fewer threads. */
const concurrency = 32

/** Of twenty photos so many are of each kind, as on a company's share. */
const kinds: [count: number, make: (image: Sharp) => Sharp][] = [
  [11, (image) => image.jpeg({ quality: 88 })],
  [2, (image) => image.withMetadata({ orientation: 6 }).jpeg({ quality: 88 })],
  [1, (image) => image.jpeg({ quality: 85, progressive: true })],
  [1, (image) => image.withIccProfile('p3').jpeg({ quality: 88 })],
  [1, (image) => image.toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 85 })],
  [2, (image) => image.png({ compressionLevel: 3 })],
  [1, (image) => image.webp({ quality: 82, effort: 1 })],
  [1, (image) => image.tiff({ compression: 'lzw', predictor: 'horizontal' })],
]

/** Something with light and dark parts, edges, and the grain of a camera: it compresses as photos do. */
async function scene(width: number, height: number): Promise<Sharp> {
  const shapes = Array.from({ length: 40 }, (_, n) => {
    const [x, y, r] = [(n * 37) % 100, (n * 61) % 100, 3 + ((n * 17) % 20)]
    return `<circle cx="${x}%" cy="${y}%" r="${r}%" fill="hsl(${(n * 47) % 360} 40% ${30 + ((n * 13) % 50)}%)"/>`
  })
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#a98"/>${shapes.join('')}</svg>`
  const noise = { type: 'gaussian', mean: 128, sigma: 12 } as const
  const grain = sharp({ create: { width, height, channels: 3, background: '#888', noise } })
  const pixels = await sharp(Buffer.from(drawn), { limitInputPixels: false })
    .composite([{ input: await grain.png({ compressionLevel: 0 }).toBuffer(), blend: 'soft-light' }])
    .removeAlpha()
    .raw()
    .toBuffer()
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

async function makePhotos(folder: string): Promise<void> {
  const makers = kinds.flatMap(([count, make]) => Array<(image: Sharp) => Sharp>(count).fill(make))
  const all = [...makers, ...makers]
  for (const [index, make] of all.entries()) {
    const pixels = megapixels[index % megapixels.length]! * 1_000_000
    const shape = shapes[index % shapes.length]!
    const width = Math.round(Math.sqrt(pixels * shape))
    const image = await scene(width, Math.round(pixels / width))
    await writeFile(path.join(folder, `photo-${index}`), await make(image).toBuffer())
  }
}

/** What somebody would write who knows sharp well, and trusts every file. */
async function plain(bytes: Uint8Array): Promise<void> {
  await sharp(bytes)
    .autoOrient()
    .resize(size, size, { fit: 'cover', position: 'attention' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .jpeg({ quality: 85, mozjpeg: true, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

async function work(way: string, folder: string, photos: number): Promise<void> {
  const names = await readdir(folder)
  const files = Array.from({ length: photos }, (_, index) => path.join(folder, names[index % names.length]!))
  const { normalise } = makeDarkroom()
  if (way === 'plain') {
    sharp.concurrency(1)
    sharp.cache(false)
  }
  const began = performance.now()
  await pMap(
    files,
    async (file) => {
      const bytes = await readFile(file)
      await (way === 'plain' ? plain(bytes) : normalise(bytes, { size, limits }))
    },
    { concurrency },
  )
  const perSecond = photos / ((performance.now() - began) / 1000)
  process.stdout.write(JSON.stringify({ perSecond, megabytes: process.resourceUsage().maxRSS / 1024 }))
}

interface Result {
  perSecond: number
  megabytes: number
}

async function round(way: string, folder: string, photos: number): Promise<Result> {
  const args = ['--import', 'tsx', fileURLToPath(import.meta.url), String(photos), way, folder]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  let output = ''
  for await (const piece of child.stdout) output += String(piece)
  await ended
  return JSON.parse(output) as Result
}

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[numbers.length >> 1]!

const [photos = 2000, second = '5', given] = process.argv.slice(2)
if (given !== undefined) await work(second, given, Number(photos))
else {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-bench-'))
  try {
    await makePhotos(folder)
    const results: { ours: Result; plain: Result }[] = []
    for (let n = 0; n < Number(second); n += 1) {
      const [ours, alone] = [
        await round('ours', folder, Number(photos)),
        await round('plain', folder, Number(photos)),
      ]
      results.push({ ours, plain: alone })
      process.stdout.write(`round ${n + 1}: ${(ours.perSecond / alone.perSecond).toFixed(2)}\n`)
    }
    for (const way of ['ours', 'plain'] as const) {
      const perSecond = median(results.map((one) => one[way].perSecond))
      const megabytes = Math.max(...results.map((one) => one[way].megabytes))
      process.stdout.write(
        `${way}: ${perSecond.toFixed(1)} photos a second, ${megabytes.toFixed(0)} MB at most\n`,
      )
    }
    const ratio = median(results.map(({ ours, plain }) => ours.perSecond / plain.perSecond))
    process.stdout.write(
      `as fast as plain sharp by ${ratio.toFixed(2)} (median of ${results.length} rounds)\n`,
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}
