import type { Options, PluginFetch } from '../generator.ts'
import { onwards, targetOf } from './redirects.ts'

/** A `fetch` that remembers whom it was asked to ask. */
export interface RecordingFetch {
  fetch: PluginFetch
  /** Every address asked for, refused ones too. */
  asked: URL[]
}

/** Redirects in a row that are followed. */
const most = 3

/**
 * Hands requests to admitted hosts on to `answer`, and refuses all others as avatarctl would: also those that a redirect
 * leads to.
 */
export function recordingFetch(hosts: readonly string[], answer: PluginFetch): RecordingFetch {
  const asked: URL[] = []
  async function fetch(...[input, init]: Parameters<PluginFetch>): Promise<Response> {
    let url = new URL(input instanceof Request ? input.url : input)
    let question: Parameters<PluginFetch> = [input, init]
    const redirect = init?.redirect ?? (input instanceof Request ? input.redirect : 'follow')
    for (let followed = 0; ; followed++) {
      asked.push(url)
      signalOf(input, init)?.throwIfAborted()
      if (!isAdmitted(url, hosts)) throw new Error(`The manifest does not declare the host ${url.host}`)
      const response = await answer(...question)
      const target = redirect === 'manual' ? undefined : targetOf(response, url)
      if (!target) return response
      if (redirect === 'error') throw new TypeError(`${url.host} redirects, which was not wanted`)
      if (followed === most) throw new TypeError(`${url.host} redirects again and again`)
      question = onwards(question, { status: response.status, from: url, target })
      url = target
    }
  }
  return { fetch, asked }
}

/**
 * Whether an address may be asked: over https at a declared host, with the port that it names or none; or at an origin
 * that an option sets, over https, or over http on this machine. Never with a name or a password in it.
 */
export function isAdmitted(url: URL, hosts: readonly string[]): boolean {
  if (url.username !== '' || url.password !== '') return false
  if (hosts.includes(url.origin)) return url.protocol === 'https:' || isLoopback(url.hostname)
  return url.protocol === 'https:' && hosts.some((host) => hostOf(host) === url.host)
}

/** The origins of the addresses among these options. */
export function originsIn(options: Options): string[] {
  return Object.values(options)
    .filter((value) => typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value))
    .map((value) => new URL(value as string).origin)
}

/** A declared host as `URL.host` writes it; undefined where it is more, or less, than one. */
function hostOf(declared: string): string | undefined {
  const address = `https://${declared}/`
  if (declared.includes('*') || !URL.canParse(address)) return undefined
  const { host, href } = new URL(address)
  return href === `https://${host}/` ? host : undefined
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
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
