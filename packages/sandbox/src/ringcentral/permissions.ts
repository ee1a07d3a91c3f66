import type { Extension } from '../company/extension.ts'
import { refuse, type Service } from './service.ts'
import type { PermissionScope } from './settings.ts'

export function isPermission(service: Service, permission: string): boolean {
  return permission in service.settings.userPermissions
}

export function scopeOf({ settings }: Service, user: Extension, permission: string): PermissionScope {
  return (user.admin ? settings.userPermissions : settings.ordinaryPermissions)[permission] ?? 'none'
}

export function requireApp(service: Service, permissionName: string): void {
  if (!service.settings.appPermissions.includes(permissionName))
    throw refuse(service, 'CMN-401', { permissionName })
}

export function requireFeature(service: Service, featureName: string): void {
  if (service.settings.featuresOff.includes(featureName)) throw refuse(service, 'CMN-109', { featureName })
}

/** `subject` undefined is the account as a whole, for which a permission on oneself is not enough. */
export function requireUser(
  service: Service,
  user: Extension,
  permissionName: string,
  subject: Extension | undefined,
): void {
  const scope = scopeOf(service, user, permissionName)
  if (scope === 'none') throw refuse(service, 'CMN-408', { permissionName })
  if (scope === 'self' && subject !== user) throw refuse(service, 'CMN-419', { permissionName })
}
