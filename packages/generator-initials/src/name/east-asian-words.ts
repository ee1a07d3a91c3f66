/** How names of a script are shortened in which family and given name may stand together. */
export interface EastAsian {
  ofName(text: string): string | null
  /** `null` where a field has no letter. */
  ofFields(firstName: string, lastName: string): string | null
}

/** After a name, with or without a blank: 王小明先生, 山田様, 김민수님. */
const honorific =
  /(?<=^.)[总總]$|(?<=.)(?:様|さま|さん|くん|ちゃん|氏|殿|先生|女士|小姐|太太|夫人|老师|老師|教授|博士|医生|醫生|医师|醫師|律师|律師|总经理|總經理|经理|經理|总监|總監|主任|主管|董事长|董事長|工程师|工程師|同学|同學|师傅|師傅|部長|課長|係長|社長|会長|会长|院长|校长|局长|处长|部长|助理|秘书|선생님|교수님|님|씨|선생|교수|박사|부장|과장|대리|사원|팀장|사장|차장|대표|실장|주임|원장|본부장|상무|전무|이사)$/u

/** Words that are honorifics only when they stand by themselves. */
const honorificWord =
  /^(?:様|さま|さん|君|くん|ちゃん|氏|殿|先生|女士|小姐|老师|老師|教授|博士|经理|經理|总监|主任|部長|課長|係長|社長|님|씨|군|양|선생님|교수님|교수|박사|부장|과장|대리|사원|팀장|사장|차장|이사|대표|대표이사|실장|주임|원장|상무|전무)님?$/u

/** Whether a word is a form of address and no part of a name. */
export function isHonorific(word: string): boolean {
  return honorificWord.test(word)
}

/** The words of a name, without numbers, forms of address and the legal form of a company; one is left. */
export function wordsWithoutHonorifics(text: string): string[] {
  const words = text
    .split(/\s+/u)
    .map((word) =>
      word
        .replace(/[^\p{L}\p{M}ー]/gu, '')
        .replace(/^(?:株式会社|有限会社)(?=.)|(?<=.)(?:株式会社|有限公司)$/u, ''),
    )
    .filter((word) => word !== '')
  const names = words.filter((word, index) => index === 0 || !isHonorific(word))
  return names.map(withoutHonorific)
}

function withoutHonorific(word: string): string {
  const rest = word.replace(honorific, '')
  return rest === word ? word : withoutHonorific(rest)
}
