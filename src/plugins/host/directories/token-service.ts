import type { Tokens } from '@avatarctl/sdk'
import type { HostProcess } from '../host-process.ts'
import type { OwnTime } from '../own-time.ts'
import { tellError } from '../told-error.ts'
import type { FromDirectory } from './messages.ts'

/** More than anybody works on side by side. */
const mostAtATime = 1000

/** Gives the tokens of a session to a directory in a host. While the tool gets one, time is not the plugin's. */
export function tokenService(host: Pick<HostProcess, 'send'>, tokens: Tokens | undefined, time: OwnTime) {
  let waiting = 0

  async function give(want: number, refused: string | undefined): Promise<void> {
    try {
      if (!tokens) throw new Error('there is no sign-in through the browser')
      host.send({ type: 'token', want, token: await time.during(tokens.current(refused)) })
    } catch (error) {
      // What is no refusal of the service's is the machine's: nobody can be served without a token.
      const told = tellError(error)
      host.send({ type: 'no-token', want, error: { kind: 'unusable', outcome: 'not-applied', ...told } })
    }
  }

  return {
    /** Throws when it asks for more than anybody could use. */
    onWant({ want, refused }: FromDirectory & { type: 'want-token' }): void {
      if (waiting >= mostAtATime) throw new RangeError('too many wishes for a token')
      waiting += 1
      void give(want, refused).finally(() => (waiting -= 1))
    },
  }
}
