import type { GeneratorPerson } from '../generator.ts'

function person(id: string, fields: Partial<GeneratorPerson>): GeneratorPerson {
  return { id, kind: 'person', status: 'enabled', ...fields }
}

/** People as every directory has them. */
export const ordinaryPeople: readonly GeneratorPerson[] = [
  person('1001', {
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'ada.lovelace@example.com',
    department: 'Research',
  }),
  person('1002', { firstName: 'Zoë', lastName: "O'Neill-Smith", email: 'zoe@example.com', extension: '102' }),
  person('1003', { firstName: '伟', lastName: '王', email: 'wei.wang@example.com' }),
  person('1004', { firstName: 'Łukasz', lastName: 'Żółć' }),
  person('1005', { firstName: 'Plato' }),
]

/** People as some directory has them one day: each is somebody that a careless plugin breaks on. */
export const hostilePeople: readonly { what: string; person: GeneratorPerson }[] = [
  { what: 'an empty name', person: person('2001', { name: '', firstName: '', lastName: '', email: '' }) },
  { what: 'no name at all', person: person('2002', {}) },
  { what: 'only an e-mail', person: person('2003', { email: 'nobody@example.com' }) },
  { what: 'only white space', person: person('2004', { firstName: ' \t ', lastName: '\u00a0\u200b' }) },
  {
    what: 'a name of 10,000 characters',
    person: person('2005', { firstName: 'A'.repeat(5000), lastName: 'é'.repeat(5000) }),
  },
  {
    what: 'emoji',
    person: person('2006', { firstName: '👩‍👩‍👧‍👦', lastName: '🏳️‍🌈 👍🏽', email: '😀@example.com' }),
  },
  {
    what: 'right-to-left script and overrides',
    person: person('2007', { firstName: 'محمد', lastName: 'كهن\u202e' }),
  },
  {
    what: 'control characters',
    person: person('2008', { firstName: '\u0000\u0007A', lastName: '\u001b[31mB\r\n' }),
  },
  { what: 'lone surrogates', person: person('2009', { firstName: '\ud83d', lastName: '\udc00x' }) },
  { what: 'combining marks only', person: person('2010', { firstName: '\u0301\u0302', lastName: '\u20dd' }) },
  {
    what: 'markup',
    person: person('2011', { firstName: '<script>alert(1)</script>', lastName: '"&amp;\']]>' }),
  },
  {
    what: 'a path',
    person: person('../../2012', {
      firstName: '../../etc/passwd',
      lastName: 'C:\\Windows',
      email: '../x@example.com',
    }),
  },
  {
    what: 'names of object properties',
    person: person('__proto__', { firstName: '__proto__', lastName: 'constructor' }),
  },
  { what: 'text of a template', person: person('2014', { firstName: '${1}', lastName: '{{x}} %s $&' }) },
]

/** The seed that avatarctl would hand over for a person. */
export function seedOf(who: GeneratorPerson): string {
  const email = who.email?.trim().normalize('NFC').toLowerCase()
  return email ? email : who.id
}
