import type { Clock } from './clock.ts'
import type { EtagStyle } from './company/photo.ts'
import type { PhotoStore } from './company/photo-store.ts'
import type { Fault } from './http/faults.ts'
import type { Limits } from './ringcentral/rate-limits.ts'
import type { Settings } from './ringcentral/settings.ts'

/** How a sandbox is started. What the service does beside that stands in `Settings`. */
export interface SandboxOptions extends Partial<Settings> {
  /** How many persons with a name (default 120, up to 100,000); rooms, queues and unassigned extensions come on top. */
  people?: number
  /** The same seed is the same company, with the same credentials (default 1). */
  seed?: number
  /** Port of the API; 0, the default, is any. */
  port?: number
  /** Port of the media origin: by default the next one, or any. */
  mediaPort?: number
  /** `real` by default: light 50, medium 40, heavy 10, auth 5 in a minute. What is not given is as there. */
  limits?: Partial<Limits> | 'none' | 'real'
  /** How photos get their etags (default `opaque`). */
  etags?: EtagStyle
  /** Where photos are kept for the next start; without it they end with the sandbox. */
  store?: PhotoStore
  faults?: readonly Fault[]
  clock?: Clock
}
