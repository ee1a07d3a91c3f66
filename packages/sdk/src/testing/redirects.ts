import type { PluginFetch } from '../generator.ts'

const statuses = new Set([301, 302, 303, 307, 308])

/** All that goes along to another origin: whatever else a plugin set may be a credential. */
const harmless = new Set(['accept', 'accept-language'])

/** Where an answer leads on to. */
export function targetOf({ status, headers }: Response, at: URL): URL | undefined {
  const location = statuses.has(status) ? headers.get('location') : null
  if (location === null || !URL.canParse(location, at.href)) return undefined
  const target = new URL(location, at)
  target.hash = ''
  return target
}

/** The question as avatarctl puts it to where it was led on to: no credentials and no body go across origins. */
export function onwards(
  [input, init = {}]: Parameters<PluginFetch>,
  { status, from, target }: { status: number; from: URL; target: URL },
): Parameters<PluginFetch> {
  const request = input instanceof Request ? input : undefined
  const method = (init.method ?? request?.method ?? 'GET').toUpperCase()
  const headers = new Headers(init.headers ?? request?.headers)
  const signal = init.signal ?? request?.signal ?? null
  const crosses = target.origin !== from.origin
  if (crosses) for (const name of [...headers.keys()]) if (!harmless.has(name)) headers.delete(name)
  if (method !== 'POST') return [target, { method, headers, signal }]
  if (status >= 307 && crosses)
    throw new TypeError(`${from.host} wants what was sent to it sent to ${target.origin} as well`)
  if (status >= 307) return [target, { ...init, method, headers, signal }]
  headers.delete('content-type')
  return [target, { method: 'GET', headers, signal }]
}
