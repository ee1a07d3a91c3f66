/** Letters that only Turkish, Azerbaijani and their neighbours have, so that the capital of i is İ. */
const letters = /[ışğİəŞĞƏ]/u

/** Whether somebody's name is Turkish or Azerbaijani: its letters tell, or an address in Turkey or Azerbaijan. */
export function isTurkish(
  person: Partial<Record<'name' | 'firstName' | 'lastName' | 'email', string | undefined>>,
): boolean {
  const { name = '', firstName = '', lastName = '', email = '' } = person
  if (/\.(?:tr|az)>?\s*$/i.test(email.slice(-100))) return true
  return letters.test(`${name} ${firstName} ${lastName}`.slice(0, 1000).normalize('NFC'))
}
