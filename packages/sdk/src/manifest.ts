/**
 * A JSON Schema (draft 07) of an object of options. Options that only some choices of another option have, stand under
 * `allOf`, each as `{ if: { properties: { style: { const: 'robots' } } }, then: { title, licence, properties } }`; with
 * `licence` (`artwork` and `credit`) where the choice has one of its own. An option of a directory with `format: 'path'` names a
 * file or folder; in a connection it is written down in full.
 */
export type OptionsSchema = { type: 'object' } & Record<string, unknown>

/** Licence of a generator's code and of what it draws. */
export interface Licence {
  /** SPDX identifier of the code. */
  code: string
  /** SPDX identifier of the drawn pictures; absent for photos. */
  artwork?: string
  /** Who has to be named, and how. */
  credit?: string
}

/** A generator as package.json declares it under `avatarctl.contributes.generators`. */
export interface GeneratorContribution {
  id: string
  title: string
  description: string
  /** Path of the module, inside the package. Its default export is a `Generator`. */
  module: string
  /** `artwork` is drawn; a `photo` shows the person. */
  produces: 'artwork' | 'photo'
  /** Raised only when the pictures change; everybody is then refreshed. */
  revision: number
  /** Same input, same bytes, on every machine. */
  deterministic: boolean
  /**
   * Its images change by themselves and cost little to look at: it is asked in every run. Without this it is asked again about
   * somebody with an image of its own only when that person's name, the options or the revision have changed.
   */
  everyRun?: boolean
  options?: OptionsSchema
  /** In place of `options` that are many: the JSON file that has them, inside the package. */
  optionsFile?: string
  /** Environment variables and the option or secret that each sets. */
  environment?: Record<string, string>
  /** Hosts it asks over https: `example.org`, or `example.org:8443` for another port. Exact names, no wildcards. */
  hosts: readonly string[]
  /** Options that name a server which it asks by itself, and not through the `fetch` that it is handed. */
  hostOptions?: readonly string[]
  /** How often each of these hosts is asked at most; without it, as fast as they answer, four at a time. */
  requestsPerSecond?: number
  /** What it tells them about a person, in words. */
  sends: readonly string[]
  /** What it needs to sign in with, from the environment or from `avatarctl login -g ID`. All of them have to be there. */
  secrets?: readonly string[]
  licence: Licence
}

/** A directory as package.json declares it under `avatarctl.contributes.directories`. */
export interface DirectoryContribution {
  id: string
  title: string
  description?: string
  /** Path of the module, inside the package. Its default export is a `DirectoryPlugin`. */
  module: string
  /** `-d SCHEME:VALUE` opens this directory, VALUE as the option `path`. */
  scheme?: string
  /** Environment variables and the option or secret that each sets. */
  environment?: Record<string, string>
  options?: OptionsSchema
  secrets?: readonly string[]
  hosts?: readonly string[]
  /** Ways to sign in that need no secret of the user's. */
  signIn?: { browser: BrowserSignIn }
  /**
   * The service's rate-limit groups, to go by until its own headers say better. `requests` is what a user calls the
   * requests of a group, in the plural; `perPhoto` says that each photo that is put up takes exactly one of them.
   */
  rateLimits?: Record<string, { limit: number; windowMs: number; requests?: string; perPhoto?: boolean }>
}

/**
 * OAuth 2.0: an authorization code with PKCE (S256), by way of the user's browser and a port of this machine. The tool does
 * all of it, keeps the session and renews it; the directory asks for `tokens`. Paths belong to the origin in `server`.
 */
export interface BrowserSignIn {
  /** The option that holds the origin of the service's sign-in. */
  server: string
  /** Path of the page on which users say yes. */
  authorize: string
  /** Path where a code, or a refresh token, is given for tokens. */
  token: string
  /** Path where a session is ended, where the service has one. */
  revoke?: string
  /** The option that holds the id of the app. */
  clientId: string
  /** The secret of the app; it may be left empty, for an app that has none. */
  clientSecret?: string
  /** What is asked for, where the app alone does not say it. */
  scopes?: readonly string[]
  /** The group of `rateLimits` that sign-ins belong to. */
  rateLimit?: string
}

/** The `avatarctl` key of a plugin's package.json. */
export interface PluginManifest {
  contributes: {
    generators?: readonly GeneratorContribution[]
    directories?: readonly DirectoryContribution[]
  }
}
