import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { lettering } from '../src/lettering.ts'
import { ask } from './ask.ts'

/** Changing a golden picture changes people's avatars: raise the manifest's `revision` with it. */
const people: Readonly<Record<string, string>> = {
  'ada-lovelace': 'Ada Lovelace',
  'anna-onasi': 'Άννα Ωνάση',
  'elodie-ezard': 'Élodie Ézard',
  hr: 'HR',
  'jane-doe': 'Doe, Jane',
  'lukasz-zak': 'Łukasz Żak',
  madonna: 'Madonna',
  nikos: 'Νίκος Παπαδόπουλος',
  'sean-obrien': 'Sean O’Brien',
  'ung-van-e': 'Ứng Văn Ế',
  'wendy-miller': 'Wendy Miller',
  'zhanna-shchuka': 'Жанна Щука',
  'ade-eyo': 'Adé Ẹ́yọ̀',
}

/** Letters of each script, whoever's they are. */
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

const golden = new URL('golden/', import.meta.url)
const goldenLetters = new URL('golden/letters/', import.meta.url)

async function draw(key: string): Promise<string> {
  return (await ask(people[key] ?? '', { seed: `${key}@example.com` }))?.svg ?? ''
}

describe('golden pictures of initials', () => {
  for (const key of Object.keys(people))
    it(`${key} is drawn as ever (UPDATE_GOLDEN=1 writes it anew)`, async () => {
      const file = new URL(`${key}.svg`, golden)
      if (process.env['UPDATE_GOLDEN'] === '1') {
        mkdirSync(golden, { recursive: true })
        writeFileSync(file, await draw(key))
      }
      expect(existsSync(file), `${fileURLToPath(file)} is missing`).to.equal(true)
      expect(await draw(key)).to.equal(readFileSync(file, 'utf8'))
    })

  for (const [script, text] of Object.entries(letters))
    it(`the letters ${text} (${script}) are drawn as ever`, async () => {
      const file = new URL(`${script}.svg`, goldenLetters)
      const path = (await lettering(text, 'semibold')).path ?? ''
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><path d="${path}"/></svg>\n`
      if (process.env['UPDATE_GOLDEN'] === '1') {
        mkdirSync(goldenLetters, { recursive: true })
        writeFileSync(file, svg)
      }
      expect(existsSync(file), `${fileURLToPath(file)} is missing`).to.equal(true)
      expect(svg).to.equal(readFileSync(file, 'utf8'))
    })

  it('belong to somebody, each of them', () => {
    expect(readdirSync(goldenLetters).sort()).to.deep.equal(Object.keys(letters).map((key) => `${key}.svg`))
    expect(
      readdirSync(golden)
        .filter((file) => file.endsWith('.svg'))
        .sort(),
    ).to.deep.equal(
      Object.keys(people)
        .map((key) => `${key}.svg`)
        .sort(),
    )
  })

  it('are the same when another process draws them, in another order and all at once', async () => {
    const keys = Object.keys(people).reverse()
    const texts = Object.values(letters).reverse()
    const program = `
      import { ask } from ${JSON.stringify(new URL('ask.ts', import.meta.url).href)}
      import { lettering } from ${JSON.stringify(new URL('../src/lettering.ts', import.meta.url).href)}
      const people = ${JSON.stringify(keys.map((key) => [key, people[key]]))}
      const pictures = people.map(([key, name]) => ask(name, { seed: key + '@example.com' }))
      const paths = ${JSON.stringify(texts)}.map((text) => lettering(text, 'semibold'))
      process.stdout.write(JSON.stringify([
        (await Promise.all(pictures)).map((picture) => picture?.svg),
        (await Promise.all(paths)).map((lettering) => lettering.path),
      ]))`
    const output = execFileSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', program],
      {
        cwd: fileURLToPath(new URL('.', import.meta.url)),
        env: { ...process.env, LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Tokyo' },
        encoding: 'utf8',
      },
    )
    const [pictures, paths] = JSON.parse(output) as [string[], string[]]
    for (const [at, key] of keys.entries()) expect(pictures[at], key).to.equal(await draw(key))
    for (const [at, text] of texts.entries())
      expect(paths[at], text).to.equal((await lettering(text, 'semibold')).path)
  })
})
