/** One record of the directory: somebody, or something, that can be called. */
export interface Extension {
  readonly id: number
  /** What a portrait is made from; for `people` also their number in the company. */
  readonly number: number
  type: ExtensionType
  status: ExtensionStatus
  firstName?: string
  lastName?: string
  email?: string
  extensionNumber?: string
  department?: string
  jobTitle?: string
  site: Site
  hidden: boolean
  admin: boolean
}

export interface Site {
  id: string
  name: string
}

export const EXTENSION_STATUSES = ['Enabled', 'Disabled', 'Frozen', 'NotActivated', 'Unassigned'] as const
export type ExtensionStatus = (typeof EXTENSION_STATUSES)[number]

export const PERSON_TYPES = ['User', 'DigitalUser', 'VirtualUser', 'FlexibleUser'] as const

export const OTHER_TYPES = [
  'Department',
  'IvrMenu',
  'Room',
  'Announcement',
  'SharedLinesGroup',
  'ParkLocation',
  'Bot',
  'Voicemail',
  'FaxUser',
  'PagingOnly',
  'DelegatedLinesGroup',
  'GroupCallPickup',
  'ApplicationExtension',
  'ProxyAdmin',
  'RoomConnector',
  'Limited',
  'Site',
  'TieLine',
  'Unknown',
] as const

export const EXTENSION_TYPES = [...PERSON_TYPES, ...OTHER_TYPES] as const
export type ExtensionType = (typeof EXTENSION_TYPES)[number]

/** Whether this is somebody, who may be absent yet, rather than a room or a queue. */
export function isPerson({ type }: Pick<Extension, 'type'>): boolean {
  return (PERSON_TYPES as readonly string[]).includes(type)
}

export function displayName({ firstName, lastName }: Extension): string | undefined {
  const name = [firstName, lastName].filter((part) => part !== undefined).join(' ')
  return name === '' ? undefined : name
}
