import { isHonorific } from './east-asian-words.ts'
import { isEastAsian, type Script, scriptOf } from './scripts.ts'
import { isTitle } from './vocabulary.ts'

/** A name in one script, and which. */
export interface InScript {
  script: Script
  text: string
}

const separators = /(\s+|[,،、;])/u

/** Where characters of East Asia meet others, even inside a word: 王伟David, 김민수金敏洙. */
const borders =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])(?=[\p{Script=Latin}\p{Script=Hangul}])|(?<=\p{Script=Hangul})(?=[\p{Script=Latin}\p{Script=Han}])|(?<=\p{Script=Latin})(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])/gu

/**
 * The part of a name that is in one script, so that letters are never mixed. Of several scripts it is the first that has
 * a whole name (王伟 David Wang, David Wang 王伟), else the first that has more than a single character of East Asia,
 * which is a family name alone (王 David). `null` when there is no letter.
 */
export function inOneScript(text: string): InScript | null {
  const words = text.replace(borders, ' ').split(separators)
  const found = new Map<Script, string[]>()
  const all = new Set<Script>()
  for (const word of words) {
    const script = scriptOf(word)
    if (script === null) continue
    all.add(script)
    if (!isTitle(word) && !isHonorific(word)) found.set(script, [...(found.get(script) ?? []), word])
  }
  const scripts = found.size > 0 ? [...found.keys()] : [...all]
  const [first] = scripts
  if (first === undefined) return null
  const script =
    scripts.find((one) => isWhole(one, found.get(one) ?? [])) ??
    scripts.find((one) => !isEastAsian(one)) ??
    first
  return { script, text: all.size === 1 ? text : partIn(script, words) }
}

/** The scripts of the words of a text, in their order. */
export function scriptsIn(text: string): Script[] {
  const words = text.replace(borders, ' ').split(separators)
  const scripts = words.filter((word) => !isTitle(word) && !isHonorific(word)).map(scriptOf)
  return [...new Set(scripts.filter((script) => script !== null))]
}

/** What of a text is in one script, with the commas that part it. */
export function partOf(text: string, script: Script): string {
  return scriptsIn(text).length === 1 ? text : partIn(script, text.replace(borders, ' ').split(separators))
}

function partIn(script: Script, words: string[]): string {
  return words
    .filter((word) => [script, null].includes(scriptOf(word)))
    .join('')
    .trim()
}

function isWhole(script: Script, words: string[]): boolean {
  if (script === 'Myanmar') return words.length > 0
  return isEastAsian(script) ? words.join('').length > 1 : words.length > 1
}
