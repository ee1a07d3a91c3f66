import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { lettering } from '../src/lettering.ts'

/**
 * Letters of each script, whoever's they are. Changing a golden picture changes people's avatars: raise the manifest's
 * `revision` with it.
 */
const letters: Readonly<Record<string, string>> = {
  arabic: 'مع',
  armenian: 'ԱՀ',
  bengali: 'শমো',
  burmese: 'အမြို့',
  chinese: '王伟',
  devanagari: 'मोश्री',
  ethiopic: 'አበ',
  georgian: 'გა',
  gujarati: 'અકે',
  gurmukhi: 'ਸਿਗ',
  hebrew: 'אב',
  japanese: '𠮷さ',
  kannada: 'ಕೃಅ',
  khmer: 'ខស្រី',
  korean: '지훈',
  lao: 'ລສີ',
  malayalam: 'ശ്രീമ',
  odia: 'ଅକ୍ର',
  sinhala: 'අශ්‍රී',
  tamil: 'தமோ',
  telugu: 'సశ్రీ',
  thaana: 'މއ',
  thai: 'เกี่ส',
}

const golden = new URL('golden/letters/', import.meta.url)

describe('golden pictures of letters (`npm run golden` draws them anew)', () => {
  for (const [script, text] of Object.entries(letters))
    it(`the letters ${text} (${script}) are drawn as ever`, async () => {
      const file = new URL(`${script}.svg`, golden)
      const path = (await lettering(text, 'semibold')).path ?? ''
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><path d="${path}"/></svg>\n`
      if (process.env['UPDATE_GOLDEN'] === '1') {
        mkdirSync(golden, { recursive: true })
        writeFileSync(file, svg)
      }
      expect(existsSync(file), `${fileURLToPath(file)} is missing: \`npm run golden\` draws it`).to.equal(
        true,
      )
      expect(svg).to.equal(readFileSync(file, 'utf8'))
    })

  it('belong to somebody, each of them', () => {
    expect(readdirSync(golden).sort()).to.deep.equal(Object.keys(letters).map((key) => `${key}.svg`))
  })

  it('are the same when another process draws them, in another order and all at once', async () => {
    const texts = Object.values(letters).reverse()
    const program = `
      import { lettering } from ${JSON.stringify(new URL('../src/lettering.ts', import.meta.url).href)}
      const paths = ${JSON.stringify(texts)}.map((text) => lettering(text, 'semibold'))
      process.stdout.write(JSON.stringify((await Promise.all(paths)).map((lettering) => lettering.path)))`
    const output = execFileSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', program],
      {
        cwd: fileURLToPath(new URL('.', import.meta.url)),
        env: { ...process.env, LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Tokyo' },
        encoding: 'utf8',
      },
    )
    const paths = JSON.parse(output) as string[]
    for (const [at, text] of texts.entries())
      expect(paths[at], text).to.equal((await lettering(text, 'semibold')).path)
  })
})
