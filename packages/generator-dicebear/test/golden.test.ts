import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { styleNames } from '../src/styles.ts'
import { ask } from './ask.ts'

const golden = new URL('golden/styles.json', import.meta.url)

describe('what DiceBear draws', () => {
  /** Another hash changes people's avatars: raise the manifest's `revision` with it. */
  it('is what it ever was, for ten people in every style (`npm run golden` writes the hashes anew)', async () => {
    const hashes: Record<string, string> = {}
    for (const style of styleNames) {
      const hash = createHash('sha256')
      for (let at = 0; at < 10; at++) hash.update(await ask(`person-0${at}@example.com`, { style }))
      hashes[style] = hash.digest('hex')
    }
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, `${JSON.stringify(hashes, null, 2)}\n`)
    expect(existsSync(golden), `${golden.pathname} is missing: \`npm run golden\` writes it`).to.equal(true)
    expect(hashes).to.deep.equal(JSON.parse(readFileSync(golden, 'utf8')))
  })
})
