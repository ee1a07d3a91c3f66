import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { styleNames } from '../src/styles.ts'
import { ask } from './ask.ts'

/** Changing a golden picture changes people's avatars: raise the manifest's `revision` with it. */
const people = Array.from({ length: 50 }, (_, at) => `person-${String(at).padStart(2, '0')}`)

const golden = new URL('golden/', import.meta.url)
const isUpdate = process.env['UPDATE_GOLDEN'] === '1'

function keep(name: string, text: string): string {
  const file = new URL(name, golden)
  if (isUpdate) {
    mkdirSync(golden, { recursive: true })
    writeFileSync(file, text)
  }
  expect(existsSync(file), `${fileURLToPath(file)} is missing`).to.equal(true)
  return readFileSync(file, 'utf8')
}

describe('golden pictures of DiceBear (UPDATE_GOLDEN=1 writes them anew)', () => {
  it('are those of 50 people in the style that is drawn where none is asked for', async () => {
    for (const person of people) {
      const drawn = await ask(`${person}@example.com`)
      expect(drawn, person).to.equal(keep(`${person}.svg`, drawn))
    }
    expect(readdirSync(golden).filter((name) => name.endsWith('.svg'))).to.have.length(people.length)
  })

  it('are those of ten people in every style, as one hash each', async () => {
    const hashes: Record<string, string> = {}
    for (const style of styleNames) {
      const hash = createHash('sha256')
      for (const person of people.slice(0, 10)) hash.update(await ask(`${person}@example.com`, { style }))
      hashes[style] = hash.digest('hex')
    }
    expect(hashes).to.deep.equal(JSON.parse(keep('styles.json', `${JSON.stringify(hashes, null, 2)}\n`)))
  })
})
