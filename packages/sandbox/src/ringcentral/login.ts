import type { Codes } from './codes.ts'
import type { Credentials } from './credentials.ts'
import type { ErrorCode } from './errors.ts'
import type { Service } from './service.ts'
import type { Sessions } from './sessions.ts'

/** What signing in works with. */
export interface Login {
  service: Service
  credentials: Credentials
  sessions: Sessions
  codes: Codes
}

/** Makes what is thrown where a sign-in is refused. */
export type Refuse = (error: string, code: ErrorCode, parameters?: Record<string, string>) => Error
