import { json } from '../http/answer.ts'
import { isPermission, scopeOf } from './permissions.ts'
import { accountUri, extensionUri } from './records.ts'
import { invalid, refuse, subjectOf, type Operation } from './service.ts'

const SCOPES = { none: [], self: ['Self'], all: ['Self', 'AllExtensions'] }

/** Says whether somebody's role allows something, of a certain extension where one is named. */
export const checkPermission: Operation = (service, call) => {
  const user = subjectOf(service, call)
  const permission = call.query.get('permissionId')
  if (permission === null || permission === '') throw invalid(service, 'permissionId')
  if (!isPermission(service, permission)) throw refuse(service, 'CMN-102', { parameterName: 'permissionId' })
  const target = call.query.get('targetExtensionId') ?? '~'
  const subject = target === '~' ? user : service.company.extension(target)
  if (!subject) throw refuse(service, 'CMN-102', { parameterName: 'targetExtensionId' })
  const scope = scopeOf(service, user, permission)
  const successful = scope === 'all' || (scope === 'self' && subject === user)
  const uri = `${extensionUri(service, user)}/authz-profile/check?${call.query.toString()}`
  if (!successful) return json(200, { uri, successful })
  return json(200, {
    uri,
    successful,
    details: {
      permission: {
        uri: `${service.origins.api}/restapi/v1.0/dictionary/permission/${permission}`,
        id: permission,
        siteCompatible: 'Compatible',
        readOnly: false,
        assignable: true,
      },
      effectiveRole: {
        uri: `${accountUri(service)}/user-role/${user.admin ? 1 : 5}`,
        id: user.admin ? '1' : '5',
        domain: 'Account',
      },
      scopes: SCOPES[scope],
    },
  })
}
