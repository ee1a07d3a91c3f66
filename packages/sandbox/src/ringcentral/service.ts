import type { Clock } from '../clock.ts'
import type { Company } from '../company/company.ts'
import type { Extension } from '../company/extension.ts'
import type { Photos } from '../company/photos.ts'
import type { HostName } from '../http/origins.ts'
import type { Answer, Refusal } from '../http/answer.ts'
import { refusal, type ErrorCode } from './errors.ts'
import type { Settings } from './settings.ts'

/** What every operation works with. */
export interface Service {
  clock: Clock
  company: Company
  photos: Photos
  settings: Settings
  origins: Record<HostName, string>
}

/** One request of somebody who is logged in. */
export interface Call {
  host: HostName
  /** Whose token it is. */
  caller: Extension
  method: string
  /** The path without the query. */
  path: string
  query: URLSearchParams
  /** Headers by their lower-case names. */
  headers: Record<string, string | undefined>
  /** `~` is the caller's own. */
  extensionId: string
  scale: string
  /** At most ten megabytes; a longer one is refused. */
  body(): Promise<Buffer>
}

export type Operation = (service: Service, call: Call) => Answer | Promise<Answer>

/** A documented error, as the settings want it written. */
export function refuse(service: Service, code: ErrorCode, parameters: Record<string, string> = {}): Refusal {
  return refusal(code, parameters, service.settings.repeatErrorOnTop)
}

export function invalid(service: Service, parameterName: string, parameterValue?: string): Refusal {
  return refuse(service, 'CMN-101', {
    parameterName,
    ...(parameterValue !== undefined && { parameterValue }),
  })
}

/** The extension that a call is about. */
export function subjectOf(service: Service, call: Call): Extension {
  if (call.extensionId === '~') return call.caller
  const extension = service.company.extension(call.extensionId)
  if (!extension) throw refuse(service, 'CMN-102', { parameterName: 'extensionId' })
  return extension
}
