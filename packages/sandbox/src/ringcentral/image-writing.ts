import type { Extension } from '../company/extension.ts'
import { boundaryOf, partsOf } from '../http/multipart.ts'
import { inspectPicture } from '../pictures/inspect.ts'
import { requireApp, requireFeature, requireUser } from './permissions.ts'
import { invalid, refuse, subjectOf, type Call, type Operation, type Service } from './service.ts'

const MAX_PIXELS = 12_000_000

export const writeImage: Operation = async (service, call) => {
  const extension = writable(service, call)
  const image = await uploadedImage(service, call)
  if (extension.status === 'Unassigned') throw refuse(service, 'ACT-332')
  await service.photos.set(extension, image)
  return { status: 204 }
}

export const removeImage: Operation = async (service, call) => {
  const extension = writable(service, call)
  if (extension.status === 'Unassigned') throw refuse(service, 'ACT-332')
  if (service.photos.version(extension)) await service.photos.set(extension, null)
  else if (service.settings.removalOfMissing === 'not-found') {
    throw refuse(service, 'CMN-102', { parameterName: 'profileImage' })
  }
  return { status: 204 }
}

function writable(service: Service, call: Call): Extension {
  requireApp(service, 'EditExtensions')
  requireFeature(service, 'EditExtensionInfo')
  const extension = subjectOf(service, call)
  requireUser(service, call.caller, 'EditUserInfo', extension)
  return extension
}

/** The one part `image`, with a file name, of a type that is taken, whose bytes are what the type says. */
async function uploadedImage(service: Service, call: Call): Promise<{ bytes: Buffer; mediaType: string }> {
  const body = await call.body()
  const contentType = call.headers['content-type']
  if (!/^multipart\/form-data\b/i.test(contentType ?? '')) throw refuse(service, 'ACT-330')
  const boundary = boundaryOf(contentType)
  const parts = boundary === undefined ? null : partsOf(body, boundary)
  const part = parts?.find(({ name }) => name === 'image')
  if (!parts || !part) throw invalid(service, 'image')
  if (parts.length > 1) throw refuse(service, 'ACT-331')
  if (part.filename === undefined || part.filename === '') throw invalid(service, 'image')
  const declared = part.headers['content-type']
  if (declared === undefined) throw refuse(service, 'ACT-331')
  const mediaType = declared.split(';')[0]!.trim().toLowerCase()
  if (!/^image\/(?:png|jpeg|gif)$/.test(mediaType)) throw refuse(service, 'ACT-330')
  const picture = await inspectPicture(part.content)
  if (!picture || picture.mediaType !== mediaType) throw refuse(service, 'ACT-331')
  if (picture.width * picture.height > MAX_PIXELS) throw refuse(service, 'ACT-334')
  const bytes = service.settings.storage === 'stripped' ? picture.plain() : Buffer.from(part.content)
  return { bytes, mediaType }
}
