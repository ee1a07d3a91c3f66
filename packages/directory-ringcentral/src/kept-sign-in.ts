import type { Tokens } from '@avatarctl/sdk'
import { type Token, type TokenSource, usualLifeMs } from './token.ts'
import { unlessAborted } from './unless-aborted.ts'

/** Tokens of somebody who has signed in through the browser; that session is the tool's, and goes on when this ends. */
export function keptSignIn(tokens: Tokens): TokenSource {
  let last: Token | undefined
  let refused: string | undefined
  return {
    permissions: [],
    owner: undefined,
    async current(signal) {
      const text = await unlessAborted(tokens.current(refused), signal)
      if (last?.text !== text) last = { text, since: Date.now(), lifeMs: usualLifeMs }
      return last
    },
    refuse: ({ text }) => void (refused = text),
    close: () => Promise.resolve(),
  }
}
