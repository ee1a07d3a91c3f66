import type { Tokens } from '@avatarctl/sdk'
import type { ToDirectory } from '../directories/messages.ts'
import { untold } from '../told-error.ts'
import type { Say } from './speech.ts'

interface Want {
  resolve(token: string): void
  reject(error: Error): void
}

/** The `tokens` of directories: the tool keeps the session, and gives its tokens out one by one. */
export function wantedTokens(say: Say) {
  const wants = new Map<number, Want>()
  let last = 0

  const tokens: Tokens = {
    current: (refused) =>
      new Promise((resolve, reject) => {
        const want = ++last
        wants.set(want, { resolve, reject })
        say({ type: 'want-token', want, ...(refused === undefined ? {} : { refused }) })
      }),
  }

  return {
    tokens,

    onToken(message: ToDirectory & { type: 'token' | 'no-token' }): void {
      const wanted = wants.get(message.want)
      wants.delete(message.want)
      if (message.type === 'token') wanted?.resolve(message.token)
      else wanted?.reject(untold(message.error))
    },
  }
}
