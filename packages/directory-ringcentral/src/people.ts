import type { Person, PersonStatus } from '@avatarctl/sdk'

/** An extension as the API gives it; every property may be absent. */
export interface ExtensionRecord {
  id?: number | string
  extensionNumber?: string
  name?: string
  type?: string
  status?: string
  contact?: { firstName?: string; lastName?: string; email?: string; department?: string }
  site?: { name?: string }
  profileImage?: { uri?: string; etag?: string }
  /** In no list. */
  account?: { id?: number | string }
}

const people = new Set(['User', 'DigitalUser', 'VirtualUser', 'FlexibleUser'])

const statuses: Record<string, PersonStatus> = {
  Enabled: 'enabled',
  NotActivated: 'notActivated',
  Unassigned: 'unassigned',
}

/** An extension as a person; whoever has no etag has no image, by the API's own word. */
export function personFrom(record: ExtensionRecord): Person {
  const { contact = {}, profileImage } = record
  const texts = {
    name: record.name,
    firstName: contact.firstName,
    lastName: contact.lastName,
    email: contact.email,
    extension: record.extensionNumber,
    department: contact.department,
    site: record.site?.name,
  }
  const given = Object.entries(texts).filter(([, value]) => typeof value === 'string' && value.trim() !== '')
  return {
    ...Object.fromEntries(given),
    id: String(record.id),
    kind: people.has(record.type ?? '') ? 'person' : 'other',
    status: statuses[record.status ?? ''] ?? 'disabled',
    photo: photoState(profileImage),
  }
}

function photoState(image: ExtensionRecord['profileImage']): Person['photo'] {
  if (!image) return { state: 'unknown' }
  return image.etag ? { state: 'present', version: image.etag } : { state: 'missing' }
}
