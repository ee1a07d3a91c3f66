import {
  chineseDoubleSurnames,
  chineseSurnames,
  japaneseSurnames,
  shortJapaneseSurnames,
} from './east-asian-surnames.ts'
import { wordsWithoutHonorifics, type EastAsian } from './east-asian-words.ts'

/**
 * Chinese and Japanese names, in characters and in kana.
 *
 * The given name stands for a person: of a Chinese one the last two characters, as DingTalk, WeCom and Feishu show
 * people; a Japanese one as a whole where it has two characters, else its first (CLDR’s monogram for ja is that of the
 * given name alone). Foreign names in parts (迈克尔·乔丹, マイケル・ジョーダン) give the first character of the first and
 * of the last part: CLDR’s monogram for zh of a name in that order.
 */
export const chineseJapanese: EastAsian = {
  ofName(text) {
    const parts = text.split(/[·・•‧=]/u).filter((part) => part.trim() !== '')
    if (parts.length > 1) return firstCharacters(parts.map((part) => part.trim()))
    const [family, given] = withoutPlace(text)
      .split(/[,،、;]/u)
      .map((part) => namesOf(wordsWithoutHonorifics(part)))
    if (family === undefined) return null
    if (given?.[0] !== undefined && family[0] !== undefined) return short(given.join(''))
    const [first, ...more] = family.length > 0 ? family : (given ?? [])
    const last = more.at(-1)
    if (first === undefined) return null
    if (last === undefined) return undivided(first)
    if (isForeign([first, last])) return firstCharacters([first, last])
    return short(isSurname(last) && !isSurname(first) ? first : last)
  },

  ofFields(firstName, lastName) {
    const [given, family] = [wordsWithoutHonorifics(firstName), wordsWithoutHonorifics(lastName)]
    const [first, last] = [given.at(-1), family.at(-1)]
    if (first === undefined || last === undefined) return null
    if (isForeign([first, last])) return firstCharacters([first, last])
    if (isSurname(first) && !isSurname(last)) return short(last)
    return short(first.startsWith(last) && first !== last ? first.slice(last.length) : first)
  },
}

function short(given: string): string {
  const characters = [...given]
  return characters.length > 2 ? (characters[0] ?? '') : given
}

/** A name without blanks: what is left of it behind the family name. */
function undivided(name: string): string {
  const characters = [...name]
  const behind = (length: number) => characters.slice(length).join('')
  if (isDepartment(name)) return /会[议議](?=室$)/u.exec(name)?.[0] ?? characters.slice(0, 2).join('')
  if (/^[\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u.test(name)) return short(name)
  if (isSurname(name)) return name
  for (const length of [3, 2])
    if (characters.length > length && japaneseSurnames.has(characters.slice(0, length).join('')))
      return short(behind(length))
  const kana = /^\p{Script=Han}+?([\p{Script=Hiragana}\p{Script=Katakana}ー]+)$/u.exec(name)?.[1]
  if (kana !== undefined) return short(kana)
  if (characters.length > 2 && chineseDoubleSurnames.has(characters.slice(0, 2).join('')))
    return characters.slice(2).slice(-2).join('')
  const startsWithSurname = isSurname(characters[0] ?? '')
  if (characters.length === 2) return startsWithSurname ? behind(1) : name
  if (/^.[太一二三次]郎$/u.test(name) && !startsWithSurname) return characters[0] ?? ''
  return characters.slice(-2).join('')
}

function isSurname(name: string): boolean {
  return (
    chineseSurnames.has(name) ||
    shortJapaneseSurnames.has(name) ||
    chineseDoubleSurnames.has(name) ||
    japaneseSurnames.has(name)
  )
}

/** イチロー and his brothers. */
const japanese = /^(?:イチ|タ|ジ|サブ|シ|ゴ)ロー$/u

/** Words in katakana with sounds, or long vowels, that Japanese names do not have in this writing. */
function isForeign(words: string[]): boolean {
  return (
    words.every((word) => /^[\p{Script=Katakana}ー]+$/u.test(word)) &&
    words.some((word) => !japanese.test(word) && /[ーヴァィゥェォ]|(?:[スズドブグプッ]|ジョン)$/u.test(word))
  )
}

function firstCharacters(parts: string[]): string | null {
  const letters = parts.map(
    (part) => /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u.exec(part)?.[0] ?? '',
  )
  const there = letters.filter((letter) => letter !== '')
  return there.length === 0 ? null : (there[0] ?? '') + (there.length > 1 ? (there.at(-1) ?? '') : '')
}

/** What follows a hyphen says where somebody works: 王小明-北京. */
function withoutPlace(text: string): string {
  return text.split(/(?<=.{2})\s*[-–—_|]/u)[0] ?? text
}

/** The words without a department, where there are others: 営業部 山田太郎. */
function namesOf(words: string[]): string[] {
  const names = words.filter((word) => !isDepartment(word))
  return names.length > 0 ? names : words
}

/** 人力资源部, 会議室: what is called after its work is known by its first characters. */
function isDepartment(name: string): boolean {
  if (isSurname(name)) return false
  if (
    /会[议議]室$|^.{2,}(?:部门|部門|中心|团队|團隊|公司|学院|大学|大學|集团|集團|会社|チーム|センター|グループ|オフィス|室)$|^.+[^谷下]部$/u.test(
      name,
    )
  )
    return true
  return /^.{2,}[科課课处處組组局班]$/u.test(name) && !(name.length === 3 && isSurname(name[0] ?? ''))
}
