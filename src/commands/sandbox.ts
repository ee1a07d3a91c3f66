import { Flags } from '@oclif/core'
import { BaseCommand } from '../base-command.ts'
import type { KeptSandboxWish } from '../composition.ts'
import { AppError } from '../errors.ts'

export default class SandboxCommand extends BaseCommand {
  static override summary = 'Serve a made-up company on this machine, to practise with'
  static override description = `A server on 127.0.0.1 that speaks RingCentral's protocol and is strict about it, for this tool and for any other client. The first lines it prints are the environment to export; it serves until it is interrupted, and what was changed is gone then.

With -d sandbox: any command serves such a company to itself and keeps its photos for the next one; --reset starts that company anew.

Exit codes: 0 ended by Ctrl-C, 2 wrong use, or the port is taken.`
  static override examples = [
    '<%= config.bin %> sandbox --people 200',
    '<%= config.bin %> sandbox --port 8080 --limits 100/10s',
    '<%= config.bin %> sandbox --reset --people 500',
  ]
  static override flags = {
    port: Flags.integer({
      description: 'of the API (default: any); images are served on the next one',
      min: 1,
      max: 65_534,
      env: 'AVATARCTL_PORT',
      exclusive: ['reset'],
    }),
    people: Flags.integer({
      description: 'how many people',
      default: 120,
      min: 1,
      max: 100_000,
      env: 'AVATARCTL_PEOPLE',
    }),
    seed: Flags.integer({
      description: 'another number, another company',
      default: 1,
      env: 'AVATARCTL_SEED',
    }),
    limits: Flags.string({
      description:
        'real, none, or N/WINDOW: so many requests of each group in so much time, e.g. 100/10s (default: real; for -d sandbox: the real ones, in 3 s instead of a minute)',
      env: 'AVATARCTL_LIMITS',
      helpValue: 'real|none|N/WINDOW',
    }),
    reset: Flags.boolean({
      description: 'start the company of -d sandbox: anew, and serve nothing',
      env: 'AVATARCTL_RESET',
    }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(SandboxCommand)
    const { port, people, seed } = flags
    const limits = flags.limits === undefined ? undefined : parseLimits(flags.limits)
    if (flags.reset) return await this.reset({ people, seed, ...(limits === undefined ? {} : { limits }) })
    const ended = new Promise((resolve) => this.signal.addEventListener('abort', resolve))
    await using sandbox = await this.compose().sandbox({
      people,
      seed,
      limits: limits ?? 'real',
      ...(port === undefined ? {} : { port }),
    })
    if (this.asJson) {
      this.document.field('environment', sandbox.environment)
      this.document.end()
    }
    for (const [name, value] of Object.entries(sandbox.environment)) this.say(`export ${name}='${value}'`)
    this.note(`Serving ${people} people of ${sandbox.company}; Ctrl-C ends it.`)
    await ended
  }

  private async reset(wish: KeptSandboxWish): Promise<void> {
    await this.compose().resetSandbox(wish)
    if (this.asJson) {
      this.document.field('directory', 'sandbox:')
      this.document.field('people', wish.people)
      this.document.field('seed', wish.seed)
      this.document.end()
    }
    this.say(`The company of -d sandbox: starts anew, with ${wish.people} people.`)
  }
}

/** `real`, `none`, or `100/10s`. */
function parseLimits(text: string): 'real' | 'none' | { limit: number; windowMs: number } {
  if (text === 'real' || text === 'none') return text
  const [, limit, window, unit = 's'] = /^(\d+)\/(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text) ?? []
  const windowMs = Number(window) * ({ ms: 1, s: 1000, m: 60_000 }[unit] ?? 0)
  if (Number(limit) >= 1 && windowMs >= 1) return { limit: Number(limit), windowMs }
  throw new AppError('wrong-use', `--limits ${text} is neither real nor none nor of the form N/WINDOW`, {
    hint: 'For example --limits 100/10s.',
  })
}
