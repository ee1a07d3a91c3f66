import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { picture } from '../../../test/support/pictures.ts'

/** A server on this machine that answers as Gravatar or Libravatar does. */
export interface Service extends AsyncDisposable {
  /** As the option `baseUrl` takes it. */
  baseUrl: string
  /** Path and parameters of each request. */
  asked: string[]
}

/** What a request comes to. */
export interface Answer {
  status: number
  headers?: Record<string, string>
  body?: string | Uint8Array
}

/** Says what a request comes to; nothing where it deals with the response itself. */
type Answering = (url: URL, response: ServerResponse) => Answer | Promise<Answer> | undefined

export async function serve(answer: Answering): Promise<Service> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    asked.push(`${url.pathname}${url.search}`)
    void Promise.resolve(answer(url, response)).then((found) => {
      if (found) response.writeHead(found.status, found.headers).end(found.body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/avatar`,
    asked,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** The hashes under which a photo for this address is found. */
export function hashesOf(address: string): string[] {
  return ['sha256', 'md5'].map((algorithm) => createHash(algorithm).update(address).digest('hex'))
}

const notFound = (words: string): Answer => ({
  status: 404,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'max-age=300' },
  body: words,
})

async function found(colour: string, side: number): Promise<Answer> {
  return {
    status: 200,
    headers: {
      'content-type': 'image/png',
      'cache-control': 'max-age=300',
      'last-modified': 'Wed, 11 Jan 1984 08:00:00 GMT',
    },
    body: await picture(colour, 'png', side),
  }
}

/** A colour that follows from a hash and a style: what is drawn is another matter. */
const drawnIn = (hash: string, style: string) =>
  `#${createHash('md5').update(`${hash}${style}`).digest('hex').slice(0, 6)}`

const styles = ['identicon', 'monsterid', 'wavatar', 'retro', 'robohash']

/**
 * Gravatar's rules: a size out of bounds is its smallest, no `d` is the picture that everybody gets, and `f=y` passes
 * over the photo. `photos` has the addresses of those who have one, and its rating.
 */
export function gravatar(photos: Record<string, 'g' | 'pg' | 'r' | 'x'>): (url: URL) => Promise<Answer> {
  const ratings = ['g', 'pg', 'r', 'x']
  return async ({ pathname, searchParams: asked }) => {
    const hash = /^\/avatar\/([0-9a-f]{64}|[0-9a-f]{32})$/.exec(pathname)?.[1]
    if (hash === undefined) return notFound('<h1>404 Not Found</h1>')
    const size = Number(asked.get('s') ?? 80)
    const side = Number.isInteger(size) && size >= 1 && size <= 2048 ? size : 80
    const owner = Object.keys(photos).find((address) => hashesOf(address).includes(hash))
    const rating = owner === undefined ? Infinity : ratings.indexOf(photos[owner]!)
    const fits = rating <= ratings.indexOf(asked.get('r') ?? 'g')
    if (fits && asked.get('f') !== 'y') return found('rebeccapurple', side)
    const otherwise = asked.get('d') ?? 'mp'
    if (otherwise === '404') return notFound('404 Not Found')
    return found(styles.includes(otherwise) ? drawnIn(hash, otherwise) : 'silver', side)
  }
}

/**
 * Libravatar's way: who is not known there is looked for at Gravatar, by a redirect within the server, and then sent
 * back to where it says what it was asked to say of nobody. It draws 512 pixels at most.
 */
export function libravatar(
  photos: readonly string[],
  atGravatar: readonly string[],
): (url: URL) => Promise<Answer> {
  const owns = (list: readonly string[], hash: string) => list.some((one) => hashesOf(one).includes(hash))
  return async ({ pathname, searchParams: asked }) => {
    const [, where, hash = ''] = /^\/(avatar|gravatarproxy)\/([0-9a-f]+)$/.exec(pathname) ?? []
    const side = Math.min(512, Number(asked.get('s') ?? 80))
    const otherwise = asked.get('d') ?? asked.get('default')
    const forced = (asked.get('f') ?? asked.get('forcedefault')) === 'y'
    const to = (path: string): Answer => ({
      status: 302,
      headers: { location: `${path}&default=${otherwise}` },
    })
    if (where === 'gravatarproxy') {
      if (owns(atGravatar, hash)) return found('seagreen', side)
      return to(`/avatar/${hash}?s=${side}&forcedefault=y`)
    }
    if (where === undefined) return notFound('<h1>Not Found</h1>')
    if (owns(photos, hash) && !forced) return found('rebeccapurple', side)
    if (!forced) return to(`/gravatarproxy/${hash}?s=${side}`)
    if (otherwise === '404') return notFound('<h1>Image not found</h1>')
    return found(drawnIn(hash, otherwise ?? ''), side)
  }
}
