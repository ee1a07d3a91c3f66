import type { CompanyPhoto } from '../company/photo.ts'
import type { Answer } from '../http/answer.ts'
import { placeholderPortrait } from '../pictures/portrait.ts'
import { requireApp, requireFeature, requireUser } from './permissions.ts'
import { SCALES } from './records.ts'
import { refuse, subjectOf, type Call, type Operation, type Service } from './service.ts'

/** The image as it was uploaded. */
export const readImage: Operation = (service, call) => {
  const { answer, photo } = read(service, call)
  const known = call.headers['if-none-match']
  if (!photo || known === undefined || known.replace(/^W\/|"/g, '') !== photo.etag) return answer
  return { status: 304, headers: etagHeader(service, photo) }
}

/**
 * A scaled image. Its bytes are the original's: only the address differs, that it may be refused, and that it is always
 * sent, as 304 is described for the image as it was uploaded only.
 */
export const readScaledImage: Operation = (service, call) => {
  const known: readonly string[] = ['original', ...SCALES]
  return read(service, call, known.includes(call.scale) ? undefined : call.scale).answer
}

/** What is answered, and the photo that is in it. */
function read(service: Service, call: Call, unknownScale?: string): { answer: Answer; photo?: CompanyPhoto } {
  const { settings, photos, origins } = service
  requireApp(service, 'ReadAccounts')
  requireFeature(service, 'Profile Image Streaming')
  const extension = subjectOf(service, call)
  requireUser(service, call.caller, 'ReadExtensions', extension)
  if (call.host === 'api' && settings.imagesOnApi === 'redirect') {
    const query = call.query.size > 0 ? `?${call.query.toString()}` : ''
    return { answer: { status: 302, headers: { Location: origins.media + call.path + query } } }
  }
  if (call.host === 'api' && settings.imagesOnApi === 'refuse') throw refuse(service, 'CMN-120')
  if (unknownScale !== undefined) throw refuse(service, 'ACT-333', { scaleSize: unknownScale })
  const photo = photos.now(extension)
  if (!photo) return { answer: missing(service) }
  const headers = { 'Content-Type': photo.mediaType, ...disposition(call), ...etagHeader(service, photo) }
  return { answer: { status: 200, headers, body: photo.bytes }, photo }
}

function missing(service: Service): Answer {
  const { missingPhoto } = service.settings
  if (missingPhoto === 'no-content') return { status: 204 }
  if (missingPhoto === 'not-found') throw refuse(service, 'CMN-102', { parameterName: 'profileImage' })
  return { status: 200, headers: { 'Content-Type': 'image/png' }, body: placeholderPortrait() }
}

function etagHeader({ settings }: Service, photo: CompanyPhoto): Record<string, string> {
  switch (settings.etagHeader) {
    case 'absent':
      return {}
    case 'bare':
      return { ETag: photo.etag }
    case 'other':
      return { ETag: `"${[...photo.etag].reverse().join('')}"` }
    case 'quoted':
      return { ETag: `"${photo.etag}"` }
  }
}

function disposition({ query }: Call): Record<string, string> {
  const wanted = query.get('contentDisposition')
  if (wanted !== 'Inline' && wanted !== 'Attachment') return {}
  const name = query.get('contentDispositionFilename')
  return {
    'Content-Disposition':
      wanted.toLowerCase() + (name === null ? '' : `; filename="${encodeURIComponent(name)}"`),
  }
}
