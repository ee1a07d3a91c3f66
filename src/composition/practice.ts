import { AppError, codeOf } from '../errors.ts'
import type { Stage } from '../ports.ts'
import { stateFolderOf } from './open-directory.ts'
import type { StageWish } from './stage.ts'
import type { Surroundings } from './surroundings.ts'

/** What a practice server is started with. */
export interface SandboxWish {
  people: number
  seed: number
  port?: number
  limits: SandboxLimits
}

/** What the company of `-d sandbox:` is started anew with. */
export interface KeptSandboxWish {
  people: number
  seed: number
  limits?: SandboxLimits
}

type SandboxLimits = 'real' | 'none' | { limit: number; windowMs: number }

/** A practice server that is running. */
export interface SandboxDesk extends AsyncDisposable {
  /** The variables with which it is found. */
  environment: Record<string, string>
  company: string
}

/** Made-up companies. */
export function practice({ dataFolder, environment, root, signal }: Surroundings) {
  return {
    /** Serves one until it is disposed of. Throws `AppError` when the port is taken. */
    async sandbox(wish: SandboxWish): Promise<SandboxDesk> {
      const { startSandbox } = await import('@avatarctl/sandbox')
      try {
        const sandbox = await startSandbox({ ...wish, limits: forEachGroup(wish.limits) })
        const { environment, company } = sandbox
        return { environment, company: company.name, [Symbol.asyncDispose]: () => sandbox.close() }
      } catch (error) {
        if (codeOf(error) !== 'EADDRINUSE') throw error
        throw new AppError('wrong-use', `Port ${wish.port ?? 0} or the next one is taken`, {
          hint: 'Choose another with --port.',
        })
      }
    },

    /** One whose minute lasts six seconds, and this tool's commands to try on it; ends when it is disposed of. */
    async stage(wish: StageWish): Promise<Stage & AsyncDisposable> {
      const { openStage } = await import('./stage.ts')
      return openStage({ environment, root, signal }, wish)
    },

    /** Starts the one of `-d sandbox:` anew. */
    async resetSandbox({ limits, ...wish }: KeptSandboxWish): Promise<void> {
      const { foundCompany } = await import('@avatarctl/sandbox')
      const given = limits === undefined ? {} : { limits: forEachGroup(limits) }
      await foundCompany(stateFolderOf(dataFolder, 'sandbox'), { ...wish, ...given })
    },
  }
}

function forEachGroup(limits: SandboxLimits) {
  if (typeof limits === 'string') return limits
  const { limit, windowMs } = limits
  return { light: limit, medium: limit, heavy: limit, auth: limit, windowMs }
}
