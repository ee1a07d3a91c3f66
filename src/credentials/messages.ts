/** What the process that asks the keyring is told, on its standard input, as one JSON document. */
export type KeyringQuestion =
  | { ask: 'read'; accounts: readonly string[] }
  | { ask: 'write'; secrets: Readonly<Record<string, string>> }
  /** Also every account that begins with `prefix`, as far as the keyring can be looked through. */
  | { ask: 'remove'; accounts: readonly string[]; prefix?: string }

/** What it answers, on its standard output: each account with its secret or null, or with what prevents it. */
export interface KeyringAnswer {
  secrets: Record<string, string | null>
  failures: Record<string, string>
}
