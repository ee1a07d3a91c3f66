import { suffixesOfOtherScripts, titlesOfOtherScripts } from './forms-of-address.ts'

// Words are compared in lower case and without dots: `Ph.D.` is `phd`, `Dipl.-Ing.` is `dipl-ing`.

/** In front of a name, with or without a dot. */
const titles = list(`
  mr mrs ms miss mx dr drs doctor prof professor sir dame rev reverend engr atty
  herr frau dr-ing priv-doz thdr dra mtro mtra monsieur madame mme mlle mademoiselle
  señor señora señorita senor senora sra srta dña doña signor signora signore sigra dott dottssa dottore dottoressa
  mgr mudr judr phdr rndr mvdr paeddr shri smt dato' datuk datin encik puan
  phd dphil mphil msc bsc mba capt captain sgt sergeant lt lieutenant cpl cmdr colonel rabbi fru dhr mevr mw
  ông bà проф профессор доц акад доктор д-р г-н г-жа др пан пані δρ καθ κος κα κυρία κύριος
  ${titlesOfOtherScripts}
`)

/** In front of a name, and only with a dot: without one they are, or begin, somebody's name. */
const dottedTitles = list(`
  ing dipl univ hon mag lic lek inż arq eng ir bc adv er sr sig avv rag fr br hr capt cpt cmdr lt sgt cpl col maj gen adm pres κ
  ths ts gs pgs bs ks ls sen jun
`)

/** After a name, however they are written. */
const suffixes = list(`
  jr jnr sr snr junior júnior esq esquire ii iii iv vii viii
  phd dphil edd psyd pharmd md dds dmd dvm mba mbbs msc bsc llb llm cpa cfa pmp acca cissp obe mbe cbe kbe dbe ret
  bsn msn dnp fnp aprn lcsw phr shrm mphil btech mtech bcom mcom skom mkom spd mpd ssi msi ssos drph facp frcp frcs frs
  ${suffixesOfOtherScripts}
`)

/** After a name, but also people's names: they count when written exactly so, or with dots, after two words or more. */
const ambiguousSuffixes = new Set(
  'OM CH MA BA BS MS DO PE PA NP RN JD KC QC SJ OP VI PT CA CSc PEng CEng MEng BEng SE SH ST MM MT MH MP FCA FCCA ACA MRCP MRCS FRM CISA CISM CEO CFO CTO COO VP fils père'.split(
    ' ',
  ),
)

/** After a comma or a whole name: what somebody is to the company, not what they are called. */
const roles = list(
  'contractor consultant external extern ext intern temp temporary vendor guest retired contract agency extérieur externe externo esterno prestataire',
)

/** How a position, a department or a company ends, after a whole name and a comma: `Jane Doe, Head of Sales`. */
const positions = list(`
  manager director engineer developer analyst officer president vp svp evp head lead assistant associate specialist
  coordinator administrator supervisor partner owner founder accountant architect consultant technician secretary
  sales marketing finance accounting hr it legal engineering support operations procurement purchasing logistics
  resources administration security facilities reception helpdesk department dept team inc llc ltd gmbh corp plc
`)

/** In front of a whole name; before a single word they are part of what somebody is called: Lady Gaga, Sheikh Hasina. */
const honours = list(`
  lord lady sheikh shaikh sheikha haji hajji hajj hj hajah president ambassador senator governor judge justice minister
  father sister brother bishop archbishop pastor imam
`)

/** Stand-ins for a name that is not known (first, last, no middle). */
const placeholders = list('fnu lnu nmn')

/** What follows is another name of the same person. */
const formerly = list('née nee né geb geborene aka roz урожд')

/** Small words of family names; also the patronymic words that follow a name in Turkic languages. */
const particles = list(`
  van von vom der den dem de da do dos das du des di del della delle dello dei degli d' dell' la las le les lo los il
  el al ul ibn bin bint binti ben abu ter ten te tot zu zum zur am auf op 't 's het in af av y e i und et
  oglu oğlu ogly qizi kyzy фон ван де ла ибн бен оглы оглу кызы
`)

const patronymicWords = list('oglu oğlu ogly uulu qizi qızı kyzy kizi оглы оглу улы уулу кызы қызы гызы')

/** Pairs that begin a family name even where each word is capitalised. */
const openings = new Set(
  ['van', 'von', 'de'].flatMap((first) =>
    ['der', 'den', 'dem', 'het', "'t", 'la', 'las', 'los'].map((second) => `${first} ${second}`),
  ),
)

function list(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/).map(key))
}

function key(word: string): string {
  return word.toLowerCase().replace(/[.॰։]/gu, '').replaceAll('’', "'")
}

/** `T.S.` Eliot and Ewing, `J.R.`: a title or a generation of two letters has one dot at most. */
function areInitials(word: string): boolean {
  return /^(?!M\.D\.)(?:\p{Lu}\.){2}$/u.test(word)
}

/** Whether a word in front of a name is a form of address or a degree. */
export function isTitle(word: string): boolean {
  if (areInitials(word)) return false
  const text = key(word)
  // One Arabic letter by itself, or two with a dot, are a doctor, an engineer or a professor.
  // As Spanish and Portuguese shorten them: Engº, Profª.
  const bare = text.replace(/[ªº]$/, '')
  if (bare !== text && (titles.has(bare) || dottedTitles.has(bare))) return true
  if (titles.has(text) || /^(?:dipl|univ)-|^\p{Script=Arabic}$/u.test(text)) return true
  return word.endsWith('.') && (dottedTitles.has(text) || /^\p{Script=Arabic}{2}$/u.test(text))
}

/** Whether a word is nothing but a degree or a generation, wherever it stands after a name. */
export function isSuffix(word: string): boolean {
  return suffixes.has(key(word)) && !areInitials(word)
}

/** Whether a word may be a degree: only after a full name, and not in a text that is all capitals. */
export function isAmbiguousSuffix(word: string): boolean {
  return ambiguousSuffixes.has(word.replaceAll('.', ''))
}

export function isRole(word: string): boolean {
  return roles.has(key(word))
}

export function isPosition(word: string): boolean {
  return positions.has(key(word))
}

export function isHonour(word: string): boolean {
  return honours.has(key(word))
}

export function isPlaceholder(word: string): boolean {
  return placeholders.has(key(word))
}

export function isFormerly(word: string): boolean {
  return formerly.has(word.replace(/[.:]$/, ''))
}

export function isParticle(word: string): boolean {
  return particles.has(key(word))
}

/** Whether a word makes a father's name of the one before it, as `oğlu` does. */
export function isPatronymicWord(word: string): boolean {
  return patronymicWords.has(key(word))
}

/** Whether two words together can only begin a family name: `Van Der`, `De La`. */
export function isOpening(first: string, second: string): boolean {
  return openings.has(`${key(first)} ${key(second)}`)
}
