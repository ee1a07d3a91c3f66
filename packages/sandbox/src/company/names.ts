import { pick, pickWeighted, type Random } from '../random.ts'
import { CULTURES, type Culture } from './cultures.ts'

export interface MadeUpName {
  firstName: string
  /** Absent for people who have one name only. */
  lastName?: string
  /** What an e-mail address is made of: Latin letters without accents. */
  latin: string
}

const TITLES = ['Dr.', 'Prof.', 'Dipl.-Ing.', 'Sir', 'Prof. Dr.']
const ENDINGS = ['Jr.', 'III', 'PhD', '(Contractor)', '(she/her)', 'MBA', '[External]']

/** A name as people of some culture write it in a directory, with the oddities that directories have. */
export function madeUpName(random: Random): MadeUpName {
  const culture = pickWeighted(
    random,
    CULTURES.map((one) => [one, one.share] as const),
  )
  const given = spelled(pick(random, culture.given))
  const family = familyOf(random, culture)
  const name: MadeUpName = {
    firstName: given.text,
    ...(family && { lastName: family.text }),
    latin: plainLatin([given.latin, family?.latin].filter(Boolean).join('.')),
  }
  return withOddity(random, name)
}

function familyOf(random: Random, culture: Culture): { text: string; latin: string } | undefined {
  if (culture.style === 'single') return undefined
  const family = spelled(pick(random, culture.family))
  const second = spelled(pick(random, culture.family))
  if (culture.style === 'two families' && random() < 0.7) return joined(family, ' ', second)
  if (culture.style === 'hyphens' && random() < 0.2) return joined(family, '-', second)
  if (culture.style === 'particles' && random() < 0.5) {
    return joined(spelled(pick(random, culture.particles!)), ' ', family)
  }
  return family
}

function joined(one: { text: string; latin: string }, by: string, other: { text: string; latin: string }) {
  return { text: one.text + by + other.text, latin: `${one.latin}-${other.latin}` }
}

function withOddity(random: Random, name: MadeUpName): MadeUpName {
  const dice = random()
  const { firstName, lastName } = name
  if (dice < 0.02) return { ...name, firstName: `${pick(random, TITLES)} ${firstName}` }
  if (dice < 0.04 && lastName) return { ...name, lastName: `${lastName} ${pick(random, ENDINGS)}` }
  if (dice < 0.05) return { ...name, firstName: firstName.toUpperCase(), ...upper(lastName) }
  if (dice < 0.06) return { ...name, firstName: firstName.normalize('NFD') }
  if (dice < 0.07) return { ...name, firstName: ` ${firstName}  ` }
  if (dice < 0.08 && lastName)
    return { ...name, firstName: `${firstName} ${pick(random, 'ABCDEFGHJKLMR'.split(''))}.` }
  return name
}

function upper(lastName: string | undefined): { lastName?: string } {
  return lastName === undefined ? {} : { lastName: lastName.toUpperCase() }
}

/** `Дмитрий:dmitriy` is a name and how it is written in Latin; without a colon both are the same. */
function spelled(entry: string): { text: string; latin: string } {
  const [text = '', latin = text] = entry.split(':')
  return { text, latin }
}

const LETTERS: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

function plainLatin(text: string): string {
  return text
    .toLowerCase()
    .replace(/[ßøæœłđðþı]/g, (letter) => LETTERS[letter]!)
    .normalize('NFD')
    .replace(/[^a-z0-9.-]/g, '')
}
