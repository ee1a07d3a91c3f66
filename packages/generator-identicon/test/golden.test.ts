import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { ask } from './ask.ts'

/** Changing a golden picture changes people's avatars: raise the manifest's `revision` with it. */
const people = 'ada alan barbara donald edsger grace john katherine linus margaret tim zoe'.split(' ')

const golden = new URL('golden/', import.meta.url)

function draw(person: string): string {
  return ask(`${person}@example.com`)
}

describe('golden identicons', () => {
  for (const person of people)
    it(`${person} is drawn as ever (UPDATE_GOLDEN=1 writes it anew)`, () => {
      const file = new URL(`${person}.svg`, golden)
      if (process.env['UPDATE_GOLDEN'] === '1') {
        mkdirSync(golden, { recursive: true })
        writeFileSync(file, draw(person))
      }
      expect(existsSync(file), `${fileURLToPath(file)} is missing`).to.equal(true)
      expect(draw(person)).to.equal(readFileSync(file, 'utf8'))
    })

  it('belong to somebody, each of them', () => {
    expect(readdirSync(golden)).to.have.length(people.length)
  })

  it('are the same when another process draws them, in another order', () => {
    const program = `
      import { ask } from ${JSON.stringify(new URL('ask.ts', import.meta.url).href)}
      const people = ${JSON.stringify([...people].reverse())}
      process.stdout.write(JSON.stringify(people.map((person) => ask(person + '@example.com'))))`
    const output = execFileSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', program],
      {
        cwd: fileURLToPath(new URL('.', import.meta.url)),
        env: { ...process.env, LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Tokyo' },
        encoding: 'utf8',
      },
    )
    expect(JSON.parse(output)).to.deep.equal(people.map(draw).reverse())
  })
})
