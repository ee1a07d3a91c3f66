import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Options } from '@avatarctl/sdk'
import { expect } from 'chai'
import { ask } from './ask.ts'

/** Changing a golden picture changes people's avatars: raise the manifest's `revision` with it. */
const people = 'ada alan barbara donald edsger grace john katherine linus margaret tim zoe'.split(' ')

/** Ada in other looks. */
const looks: Record<string, Options> = {
  'ada-squares': { style: 'squares', grid: 7 },
  'ada-squares-to-the-edge': { style: 'squares', grid: 4, border: 0 },
  'ada-ornament': { style: 'ornament' },
  'ada-ornament-strong': { style: 'ornament', grid: 8, background: 'strong', shape: 'circle' },
  'ada-dark': { background: 'dark', shape: 'rounded' },
  'ada-transparent': { grid: 6, background: 'transparent' },
  'ada-brand': { palette: '#ffcc00,#0044aa,#e2001a', background: '#f5f5f5' },
  'ada-brand-on-grey': { palette: '#ffcc00', background: '#777777', key: 'Example Inc.' },
}

const pictures: Record<string, { seed: string; options: Options }> = {
  ...Object.fromEntries(people.map((name) => [name, { seed: `${name}@example.com`, options: {} }])),
  ...Object.fromEntries(
    Object.entries(looks).map(([name, options]) => [name, { seed: 'ada@example.com', options }]),
  ),
}

const golden = new URL('golden/', import.meta.url)

function draw(name: string): string {
  const { seed, options } = pictures[name]!
  return ask(seed, { options })
}

describe('golden identicons', () => {
  for (const name of Object.keys(pictures))
    it(`${name} is drawn as ever (UPDATE_GOLDEN=1 writes it anew)`, () => {
      const file = new URL(`${name}.svg`, golden)
      if (process.env['UPDATE_GOLDEN'] === '1') {
        mkdirSync(golden, { recursive: true })
        writeFileSync(file, draw(name))
      }
      expect(existsSync(file), `${fileURLToPath(file)} is missing`).to.equal(true)
      expect(draw(name)).to.equal(readFileSync(file, 'utf8'))
    })

  it('belong to somebody, each of them', () => {
    expect(readdirSync(golden).sort()).to.deep.equal(
      Object.keys(pictures)
        .map((name) => `${name}.svg`)
        .sort(),
    )
  })

  it('are the same when another process draws them, in another order', () => {
    const names = Object.keys(pictures).reverse()
    const program = `
      import { ask } from ${JSON.stringify(new URL('ask.ts', import.meta.url).href)}
      const pictures = ${JSON.stringify(names.map((name) => pictures[name]))}
      process.stdout.write(JSON.stringify(pictures.map(({ seed, options }) => ask(seed, { options }))))`
    const output = execFileSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', program],
      {
        cwd: fileURLToPath(new URL('.', import.meta.url)),
        env: { ...process.env, LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Tokyo' },
        encoding: 'utf8',
      },
    )
    expect(JSON.parse(output)).to.deep.equal(names.map(draw))
  })
})
