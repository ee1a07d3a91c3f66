import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import type { DirectoryError } from '@avatarctl/sdk'
import { expect } from 'chai'
import { directoryFetch } from '../../src/network/directory-fetch.ts'
import { redacted } from '../../src/redaction.ts'
import { connectionFailure } from '../../src/network/failure.ts'

const userAgent = 'avatarctl/1.0.0 (+https://example.org)'

describe('the fetch of a directory', () => {
  const open: Server[] = []

  afterEach(() => {
    for (const server of open.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  })

  /** A real server on this machine; `connections` counts who knocked. */
  async function serve(listener: RequestListener) {
    const server = createServer(listener)
    const counted = { connections: 0, requests: [] as IncomingMessage[] }
    server.on('connection', () => (counted.connections += 1))
    server.on('request', (request: IncomingMessage) => counted.requests.push(request))
    open.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return Object.assign(counted, { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  }

  function fetchFor(
    origins: string[],
    { timeoutMs, signal = new AbortController().signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
  ) {
    return directoryFetch({ origins, userAgent, signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
  }

  const thrownBy = (work: Promise<unknown>) =>
    work.then(
      () => {
        throw new Error('it should have failed')
      },
      (error: unknown) => error as DirectoryError,
    )

  /** A port that nobody listens on. */
  async function closedPort(): Promise<string> {
    const { origin } = await serve(() => undefined)
    const server = open.pop()!
    server.close()
    await once(server, 'close')
    return origin
  }

  describe('keeps to its origins', () => {
    it('and never knocks at another one', async () => {
      const ours = await serve((_, response) => response.end('hello'))
      const other = await serve((_, response) => response.end('stolen'))
      const fetch = fetchFor([`${ours.origin}/some/path`])
      const headers = { authorization: 'Bearer secret' }
      const { port } = new URL(ours.origin)
      const elsewhere = [
        other.origin,
        `${other.origin}/${ours.origin}`,
        ours.origin.replace('127.0.0.1', 'localhost'),
        ours.origin.replace('http:', 'https:'),
        `http://127.0.0.1:${port}@${new URL(other.origin).host}/`,
        ours.origin.replace('//', '//user:word@'),
        'data:text/plain,hello',
        'file:///etc/passwd',
      ]
      for (const address of elsewhere) {
        for (const input of [address, new URL(address)]) {
          const error = await thrownBy(fetch(input, { headers }))
          expect(error, address).to.include({ kind: 'rejected', outcome: 'not-applied' })
        }
      }
      expect(await thrownBy(fetch(new Request(other.origin, { headers })))).to.include({ kind: 'rejected' })
      expect([ours.connections, other.connections]).to.deep.equal([0, 0])
      expect(await (await fetch(`${ours.origin}/x`, { headers })).text()).to.equal('hello')
    })

    it('and takes none that could be overheard', () => {
      for (const origin of [
        'http://platform.ringcentral.com',
        'http://10.0.0.1',
        'http://127.0.0.1.example.org',
      ]) {
        expect(() => fetchFor([origin])).to.throw('not encrypted')
      }
      expect(() => fetchFor(['platform.ringcentral.com'])).to.throw('is not an address')
      expect(() => fetchFor(['ftp://127.0.0.1'])).to.throw()
      for (const origin of ['https://platform.ringcentral.com', 'http://localhost:1', 'http://[::1]:1']) {
        expect(fetchFor([origin])).to.be.a('function')
      }
    })
  })

  describe('sends', () => {
    it('our User-Agent, and everything else as it was given', async () => {
      const server = await serve((_, response) => response.end())
      const fetch = fetchFor([server.origin])
      const headers = { 'user-agent': 'node-fetch', 'client-id': 'abc' }
      await fetch(server.origin, { headers })
      await fetch(new Request(server.origin, { headers }))
      for (const { headers } of server.requests) {
        expect(headers).to.include({ 'user-agent': userAgent, 'client-id': 'abc' })
      }
    })

    it('no type of a body that there is none of', async () => {
      const server = await serve((_, response) => response.end())
      const fetch = fetchFor([server.origin])
      const headers = { 'content-type': 'application/json' }
      await fetch(server.origin, { headers })
      await fetch(new Request(server.origin, { headers }))
      await fetch(new Request(server.origin, { method: 'POST', headers, body: '{}' }))
      const types = server.requests.map(({ headers }) => headers['content-type'])
      expect(types).to.deep.equal([undefined, undefined, 'application/json'])
    })

    it('forms whole, with their length and boundary', async () => {
      const bodies: string[] = []
      const server = await serve((request, response) => {
        void request.toArray().then((pieces) => {
          bodies.push(Buffer.concat(pieces as Buffer[]).toString())
          response.writeHead(204).end()
        })
      })
      const fetch = fetchFor([server.origin])
      const body = new FormData()
      body.set('image', new Blob(['pixels'], { type: 'image/png' }), 'ada.png')
      const answers = [
        await fetch(server.origin, { method: 'PUT', body }),
        await fetch(new Request(server.origin, { method: 'PUT', body })),
      ]
      expect(answers.map(({ status }) => status)).to.deep.equal([204, 204])
      server.requests.forEach(({ headers }, index) => {
        expect(headers['content-type']).to.match(/^multipart\/form-data; boundary=/)
        expect(headers['content-length']).to.equal(String(bodies[index]!.length))
        expect(bodies[index]).to.contain('name="image"; filename="ada.png"').and.contain('pixels')
      })
    })
  })

  describe('is careful with redirects', () => {
    it('and follows three within an origin, but not a fourth', async () => {
      const server = await serve((request, response) => {
        const left = Number(request.url!.slice(1))
        if (left === 0) response.end(request.headers.authorization)
        else response.writeHead(302, { location: `/${left - 1}` }).end('moved')
      })
      const fetch = fetchFor([server.origin])
      const headers = { authorization: 'Bearer token' }
      const response = await fetch(`${server.origin}/3`, { headers })
      expect(await response.text()).to.equal('Bearer token')
      expect(response.url).to.equal(`${server.origin}/0`)
      expect(await thrownBy(fetch(`${server.origin}/4`, { headers }))).to.include({ kind: 'rejected' })
    })

    it('and gives back one that leads to another of its origins', async () => {
      const media = await serve((_, response) => response.end('image'))
      const platform = await serve((_, response) =>
        response.writeHead(302, { location: `${media.origin}/image` }).end(),
      )
      const response = await fetchFor([platform.origin, media.origin])(platform.origin)
      expect(response.status).to.equal(302)
      expect(response.headers.get('location')).to.equal(`${media.origin}/image`)
      expect(media.connections).to.equal(0)
    })

    it('and refuses one that leads elsewhere', async () => {
      const other = await serve((_, response) => response.end())
      let status = 302
      const ours = await serve((_, response) =>
        response.writeHead(status, { location: `${other.origin}/?token=secret` }).end(),
      )
      const fetch = fetchFor([ours.origin])
      const read = await thrownBy(fetch(ours.origin))
      expect(read).to.include({ kind: 'rejected', outcome: 'not-applied' })
      expect(read.message).to.contain(other.origin).and.not.contain('secret')
      status = 303
      const write = await thrownBy(fetch(ours.origin, { method: 'POST', body: 'x' }))
      expect(write).to.include({ kind: 'rejected', outcome: 'unknown' })
      expect(other.connections).to.equal(0)
    })

    it('and never repeats a write because of one', async () => {
      const server = await serve((_, response) => response.writeHead(307, { location: '/again' }).end())
      const response = await fetchFor([server.origin])(server.origin, { method: 'PUT', body: 'photo' })
      expect(response.status).to.equal(307)
      expect(server.requests).to.have.length(1)
    })
  })

  describe('says what became of a request', () => {
    const write = { method: 'PUT', body: 'x'.repeat(100_000) }

    it('that nobody was there for: not applied', async () => {
      const origin = await closedPort()
      const error = await thrownBy(fetchFor([origin])(`${origin}/path?token=secret`, write))
      expect(error).to.include({ kind: 'unavailable', outcome: 'not-applied', code: 'ECONNREFUSED' })
      expect(error.message).to.contain(origin).and.not.contain('secret')
      expect(error.hint).to.be.a('string')
    })

    it('whose encryption failed: not applied', async () => {
      const plain = await serve((_, response) => response.end())
      const tls = plain.origin.replace('http:', 'https:')
      expect(await thrownBy(fetchFor([tls])(tls, write))).to.include({ outcome: 'not-applied' })

      const hangsUp = createTcpServer((socket) => socket.once('data', () => socket.destroy()))
      hangsUp.listen(0, '127.0.0.1')
      await once(hangsUp, 'listening')
      const origin = `https://127.0.0.1:${(hangsUp.address() as AddressInfo).port}`
      expect(await thrownBy(fetchFor([origin])(origin, write))).to.include({ outcome: 'not-applied' })
      hangsUp.close()
    })

    it('to a name or a certificate that does not hold: not applied', () => {
      const failed = (code: string, syscall?: string) =>
        new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, syscall }) })
      const origin = 'https://platform.ringcentral.com'
      for (const error of [
        failed('ENOTFOUND', 'getaddrinfo'),
        failed('EAI_AGAIN', 'getaddrinfo'),
        failed('ETIMEDOUT', 'connect'),
        failed('UND_ERR_CONNECT_TIMEOUT'),
        failed('CERT_HAS_EXPIRED'),
        failed('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'),
        failed('ERR_TLS_CERT_ALTNAME_INVALID'),
      ]) {
        expect(connectionFailure(error, origin)).to.include({ kind: 'unavailable', outcome: 'not-applied' })
      }
      expect(connectionFailure(failed('ETIMEDOUT', 'read'), origin)).to.include({ outcome: 'unknown' })
      expect(connectionFailure(failed('EHOSTUNREACH', 'write'), origin)).to.include({ outcome: 'unknown' })
      expect(connectionFailure(new TypeError('no header is called so'), origin)).to.be.undefined
    })

    it('that was cut off before, within or after its body: unknown', async () => {
      const server = await serve((request) => {
        if (request.url === '/before') request.socket.destroy()
        else if (request.url === '/within') request.once('data', () => request.socket.destroy())
        else request.resume().once('end', () => request.socket.resetAndDestroy())
      })
      const fetch = fetchFor([server.origin])
      for (const path of ['/before', '/within', '/after']) {
        const error = await thrownBy(fetch(server.origin + path, write))
        expect(error, path).to.include({ kind: 'unavailable', outcome: 'unknown' })
      }
    })

    it('whose answer was cut: unknown', async () => {
      const server = await serve((request, response) => {
        if (request.url === '/length') response.writeHead(200, { 'content-length': 100 }).write('half')
        else response.writeHead(200).write('chunk')
        setImmediate(() => request.socket.destroy())
      })
      const fetch = fetchFor([server.origin])
      for (const path of ['/length', '/chunked']) {
        expect(await thrownBy(fetch(server.origin + path))).to.include({
          kind: 'unavailable',
          outcome: 'unknown',
        })
      }
    })

    it('that was not answered in time, or not to the end: unknown', async () => {
      const server = await serve((request, response) => {
        if (request.url === '/begun') response.writeHead(200).write('some')
      })
      const fetch = fetchFor([server.origin], { timeoutMs: 50 })
      for (const path of ['/silent', '/begun']) {
        const error = await thrownBy(fetch(server.origin + path, write))
        expect(error).to.include({ kind: 'unavailable', outcome: 'unknown', code: 'ETIMEDOUT' })
        expect(error.message).to.contain('0.05 seconds')
      }
    })

    it('that was aborted: the reason, whoever aborted it', async () => {
      const server = await serve(() => undefined)
      for (const who of ['run', 'request'] as const) {
        const controllers = { run: new AbortController(), request: new AbortController() }
        const sent = fetchFor([server.origin], { signal: controllers.run.signal })(server.origin, {
          signal: controllers.request.signal,
        })
        await once(open[0]!, 'request')
        const reason = new Error(who)
        controllers[who].abort(reason)
        expect(await thrownBy(sent)).to.equal(reason)
      }
      const before = server.requests.length
      const signal = AbortSignal.abort(new Error('before'))
      expect(await thrownBy(fetchFor([server.origin], { signal })(server.origin))).to.equal(signal.reason)
      expect(server.requests).to.have.length(before)
    })
  })

  describe('gives whole answers', () => {
    it('with status, headers and bytes', async () => {
      const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))
      const server = await serve((_, response) => {
        response.writeHead(206, 'Some Of It', { etag: '"abc"', 'content-type': 'image/png' }).end(bytes)
      })
      const response = await fetchFor([server.origin])(`${server.origin}/image`)
      expect(response).to.include({ status: 206, statusText: 'Some Of It', url: `${server.origin}/image` })
      expect(response.headers.get('etag')).to.equal('"abc"')
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).to.be.true
    })

    it('without a body where there is none', async () => {
      const server = await serve((request, response) => {
        response.writeHead(Number(request.url!.slice(1))).end()
      })
      for (const status of [200, 204, 304, 404, 500]) {
        const response = await fetchFor([server.origin])(`${server.origin}/${status}`)
        expect(response.status).to.equal(status)
        expect(await response.text()).to.equal('')
      }
    })

    it('of large failures too, which may be cloned, read twice or left', async () => {
      const page = 'x'.repeat(500_000)
      const server = await serve((_, response) => response.writeHead(500).end(page))
      const response = await fetchFor([server.origin])(server.origin)
      expect(await response.clone().text()).to.equal(page)
      expect(await response.text()).to.equal(page)
    })

    it('knows every token that it sends as something that nobody may see', async () => {
      const { origin } = await serve((_, response) => response.end('{}'))
      const fetch = fetchFor([origin])
      await fetch(`${origin}/`, { headers: { Authorization: 'Bearer token-of-this-minute' } })
      expect(redacted('401: token-of-this-minute is over')).to.equal('401: [secret] is over')
    })

    it('but reads only the beginning of an endless failure', async () => {
      const server = await serve((_, response) => {
        response.writeHead(503)
        const more = () => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
          response.once('drain', more)
        }
        more()
      })
      const response = await fetchFor([server.origin])(server.origin)
      expect(response.status).to.equal(503)
      expect((await response.text()).length).to.be.within(2 ** 20, 2 ** 21)
    })
  })
})
