import { pick, pickWeighted, randomFrom, shuffle, type Random } from '../random.ts'
import {
  OTHER_TYPES,
  type Extension,
  type ExtensionStatus,
  type ExtensionType,
  type PERSON_TYPES,
  type Site,
} from './extension.ts'
import { madeUpName } from './names.ts'

const SITES: readonly Site[] = [
  { id: 'main-site', name: 'Main Site' },
  { id: '4711001', name: 'Zürich' },
  { id: '4711002', name: '大阪' },
  { id: '4711003', name: 'São Paulo' },
  { id: '4711004', name: 'Kraków' },
]
const DEPARTMENTS = [
  'Sales',
  'Support',
  'Engineering',
  'Finance',
  'Legal & Compliance',
  'People',
  'Facilities',
  'Forschung & Entwicklung',
  'Comunicación',
  '営業部',
  'IT, Security',
]
const JOBS = ['Manager', 'Engineer', 'Analyst', 'Assistant', 'Lead', 'Director', 'Technician', 'Advisor']
const TYPES: [(typeof PERSON_TYPES)[number], number][] = [
  ['User', 84],
  ['DigitalUser', 8],
  ['VirtualUser', 5],
  ['FlexibleUser', 3],
]
const STATUSES: [ExtensionStatus, number][] = [
  ['Enabled', 90],
  ['NotActivated', 5],
  ['Disabled', 3],
  ['Frozen', 2],
]
/** Words for what is no person; a number follows. */
const THINGS: Partial<Record<ExtensionType, string>> = {
  Department: 'Queue',
  IvrMenu: 'Main Menu',
  Room: 'Meeting Room',
  Announcement: 'Opening Hours',
  Bot: 'Helpdesk Bot',
  ParkLocation: 'Park',
}

/**
 * The records of a made-up company, the administrator first. `people` of them are persons with a name; rooms, queues
 * and the like (8 in 100, at least 8) and unassigned extensions (3 in 100, at least 2) come on top, in between.
 */
export function madeUpRoster(seed: number, people: number): Extension[] {
  const others = Math.max(8, Math.ceil(people * 0.08))
  const unassigned = Math.max(2, Math.ceil(people * 0.03))
  const random = randomFrom(seed, 'order')
  const makers = shuffle(random, [
    ...new Array<Maker>(Math.max(1, people) - 1).fill(person),
    ...Array.from({ length: others }, (_, index) => thing(OTHER_TYPES[index % OTHER_TYPES.length]!)),
    ...new Array<Maker>(unassigned).fill(nobodyYet),
  ])
  // Above 2³², as the real ones are.
  let id = 62_264_000_000 + Math.floor(random() * 1_000_000)
  const emails = new Map<string, number>()
  return [administrator, ...makers].map((make, index) => {
    id += 1 + Math.floor(random() * 900)
    return make({ id, number: index, random: randomFrom(seed, 'record', index), emails })
  })
}

interface Blank {
  id: number
  number: number
  random: Random
  emails: Map<string, number>
}
type Maker = (blank: Blank) => Extension

const administrator: Maker = (blank) => ({
  ...person(blank),
  type: 'User',
  status: 'Enabled',
  email: 'admin@example.com',
  hidden: false,
  admin: true,
})

function person({ id, number, random, emails }: Blank): Extension {
  const { firstName, lastName, latin } = madeUpName(random)
  const type = pickWeighted(random, TYPES)
  const status = pickWeighted(random, STATUSES)
  const email = random() < 0.98 ? unusedEmail(emails, latin || 'person') : undefined
  return {
    id,
    number,
    type,
    status,
    firstName,
    ...(lastName !== undefined && { lastName }),
    ...(email !== undefined && { email }),
    extensionNumber: extensionNumber(number),
    ...(random() < 0.95 && { department: pick(random, DEPARTMENTS) }),
    ...(random() < 0.8 && { jobTitle: pick(random, JOBS) }),
    site: random() < 0.6 ? SITES[0]! : pick(random, SITES),
    hidden: type === 'User' && random() < 0.02,
    admin: false,
  }
}

function thing(type: ExtensionType): Maker {
  return ({ id, number, random }) => ({
    id,
    number,
    type,
    status: 'Enabled',
    firstName: `${THINGS[type] ?? type} ${number}`,
    extensionNumber: extensionNumber(number),
    site: pick(random, SITES),
    hidden: false,
    admin: false,
  })
}

function nobodyYet({ id, number }: Blank): Extension {
  return { id, number, type: 'User', status: 'Unassigned', site: SITES[0]!, hidden: false, admin: false }
}

function extensionNumber(number: number): string {
  return String(101 + number)
}

/** The second of a name has a 2 behind it. */
function unusedEmail(taken: Map<string, number>, latin: string): string {
  const count = (taken.get(latin) ?? 0) + 1
  taken.set(latin, count)
  return `${latin}${count === 1 ? '' : count}@example.com`
}
