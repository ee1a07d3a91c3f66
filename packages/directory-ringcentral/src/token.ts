/** What a request is sent with. */
export interface Token {
  text: string
  /** When it was asked for, so that it lives at least as long from here as the service says. */
  since: number
  lifeMs: number
}

/** Where tokens come from. */
export interface TokenSource {
  /** One that is good for a while yet. Throws `DirectoryError`. */
  current(signal: AbortSignal): Promise<Token>
  /** The service does not accept it: another one is needed. */
  refuse(token: Token): void
  /** The app's permissions, where a sign-in has named them. */
  readonly permissions: readonly string[]
  /** The extension of the user who is signed in, where that is known. */
  readonly owner: string | undefined
  close(): Promise<void>
}

/** What a token's life is taken for where nobody says, in milliseconds. */
export const usualLifeMs = 3_600_000
