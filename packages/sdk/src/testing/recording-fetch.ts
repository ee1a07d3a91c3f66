import type { PluginFetch } from '../generator.ts'

/** A `fetch` that remembers whom it was asked to ask. */
export interface RecordingFetch {
  fetch: PluginFetch
  /** Every address asked for, refused ones too. */
  asked: URL[]
}

/** Hands requests to admitted hosts on to `answer`, and refuses all others as avatarctl would. */
export function recordingFetch(hosts: readonly string[], answer: PluginFetch): RecordingFetch {
  const asked: URL[] = []
  async function fetch(...[input, init]: Parameters<PluginFetch>): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input)
    asked.push(url)
    signalOf(input, init)?.throwIfAborted()
    if (!isAdmitted(url, hosts)) throw new Error(`The manifest does not declare the host ${url.host}`)
    return answer(input, init)
  }
  return { fetch, asked }
}

/**
 * Whether an address may be asked: over https at a declared host, with the port that it names or none, or at an origin
 * that an option sets.
 */
export function isAdmitted(url: URL, hosts: readonly string[]): boolean {
  return (url.protocol === 'https:' && hosts.includes(url.host)) || hosts.includes(url.origin)
}

/** Answers every request with 404. */
export const nothingThere: PluginFetch = () => Promise.resolve(new Response(null, { status: 404 }))

/** Answers nothing, ever; only an aborted signal ends it. */
export const neverAnswers: PluginFetch = (input, init) =>
  new Promise((_, reject) => {
    const signal = signalOf(input, init)
    signal?.addEventListener('abort', () => {
      reject(signal.reason as Error)
    })
  })

/** The ways in which a host fails. */
export const failures: Readonly<Record<string, PluginFetch>> = {
  'its host answers 503': () => Promise.resolve(new Response('Come back later', { status: 503 })),
  'its host answers 403': () => Promise.resolve(new Response('Go away', { status: 403 })),
  'its host cannot be reached': () => Promise.reject(new TypeError('fetch failed')),
}

function signalOf(...[input, init]: Parameters<PluginFetch>): AbortSignal | undefined {
  return init?.signal ?? (input instanceof Request ? input.signal : undefined)
}
