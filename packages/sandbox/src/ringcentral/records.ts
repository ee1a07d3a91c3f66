import { displayName, type Extension } from '../company/extension.ts'
import type { PhotoVersion } from '../company/photo.ts'
import type { Service } from './service.ts'

export const SCALES = ['90x90', '195x195', '584x584'] as const

export function accountUri({ origins, company }: Service): string {
  return `${origins.api}/restapi/v1.0/account/${company.accountId}`
}

export function extensionUri(service: Service, { id }: Extension): string {
  return `${accountUri(service)}/extension/${id}`
}

/** An extension as it stands in the list. */
export function listRecord(service: Service, extension: Extension) {
  const { clock, photos, settings } = service
  const version = photos.versionAt(extension, clock.now() - settings.listDelayMs)
  return record(service, extension, version)
}

/** An extension as it is given alone. */
export function singleRecord(service: Service, extension: Extension) {
  const { clock, photos, settings, company } = service
  const version = photos.versionAt(extension, clock.now() - settings.recordDelayMs)
  return {
    ...record(service, extension, version),
    account: { id: String(company.accountId), uri: accountUri(service) },
    departments: [],
    setupWizardState: extension.status === 'NotActivated' ? 'NotStarted' : 'Completed',
    ...(extension.status === 'Disabled' && { statusInfo: { reason: 'Voluntarily' } }),
  }
}

function record(service: Service, extension: Extension, version: PhotoVersion | null) {
  const { id, extensionNumber, type, status, site } = extension
  const name = displayName(extension)
  return {
    id,
    uri: extensionUri(service, extension),
    ...(extensionNumber !== undefined && { extensionNumber }),
    ...(name !== undefined && { name }),
    type,
    status,
    contact: contact(service, extension),
    permissions: {
      admin: { enabled: extension.admin },
      internationalCalling: { enabled: false },
    },
    profileImage: profileImage(service, extension, version),
    site: { ...site, uri: `${accountUri(service)}/sites/${site.id}` },
    ...(type === 'User' && { hidden: extension.hidden }),
  }
}

function contact(service: Service, extension: Extension) {
  const { firstName, lastName, email, department, jobTitle, status } = extension
  if (status === 'Unassigned') return {}
  return {
    ...(firstName !== undefined && { firstName }),
    ...(lastName !== undefined && { lastName }),
    company: service.company.name,
    ...(email !== undefined && { email }),
    ...(department !== undefined && { department }),
    ...(jobTitle !== undefined && { jobTitle }),
    emailAsLoginName: email !== undefined,
  }
}

/** With an image it lies on the media origin; without one there is its address on the API's, and nothing else. */
function profileImage(
  { origins, company, settings }: Service,
  { id }: Extension,
  version: PhotoVersion | null,
) {
  const path = `/restapi/v1.0/account/${company.accountId}/extension/${id}/profile-image`
  if (!version) return { uri: origins.api + path }
  const uri = (settings.foreignImages ?? origins.media) + path
  return {
    uri,
    etag: version.etag,
    lastModified: version.lastModified,
    contentType: version.mediaType,
    scales: SCALES.map((scale) => ({ uri: `${uri}/${scale}` })),
  }
}
