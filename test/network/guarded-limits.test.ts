import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { gzipSync, brotliCompressSync } from 'node:zlib'
import { expect } from 'chai'
import { failureOf, guardedPractice, type PracticeServer } from './guarded-practice.ts'

const limit = 10_000_000

describe('the fetch of a generator has limits', () => {
  const practice = guardedPractice()

  /** A network, and its `fetch` for one server. */
  function asking(server: PracticeServer, more = {}) {
    const network = practice.network(more)
    const fetch = network.fetchFor({ what: 'robots', hosts: [], userOrigins: [server.origin] })
    return { fetch, clock: network.clock, close: () => network.close() }
  }

  describe('of size, decoded', () => {
    it('and takes 10 MB, but not a byte more', async () => {
      const server = await practice.serve((request, response) =>
        response.end(Buffer.alloc(Number(request.url!.slice(1)))),
      )
      const { fetch } = asking(server)
      expect((await (await fetch(`${server.origin}/${limit}`)).arrayBuffer()).byteLength).to.equal(limit)
      const { message } = await failureOf(fetch(`${server.origin}/${limit + 1}`))
      expect(message).to.contain(new URL(server.origin).host).and.contain('more than 10 MB')
      expect(server.requests).to.have.length(2)
    })

    for (const [encoding, compress] of [
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
    ] as const) {
      it(`also of what ${encoding} makes small`, async () => {
        const small = compress(Buffer.from('picture'))
        const bomb = compress(Buffer.alloc(limit + 1))
        expect(bomb.length).to.be.below(20_000)
        const server = await practice.serve((request, response) =>
          response
            .writeHead(200, { 'content-encoding': encoding })
            .end(request.url === '/bomb' ? bomb : request.url === '/cut' ? small.subarray(0, -4) : small),
        )
        const { fetch } = asking(server)
        const response = await fetch(server.origin)
        expect(await response.text()).to.equal('picture')
        expect(response.headers.has('content-encoding')).to.be.false
        expect((await failureOf(fetch(`${server.origin}/bomb`))).message).to.contain('more than 10 MB')
        expect((await failureOf(fetch(`${server.origin}/cut`))).message).to.contain('broke before')
      })
    }

    it('and takes nothing in an encoding that it cannot read', async () => {
      const twice = gzipSync(gzipSync('picture'))
      const server = await practice.serve((_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(twice),
      )
      expect((await failureOf(asking(server).fetch(server.origin))).message).to.contain('gzip, gzip')
    })

    it('and notices what was cut short', async () => {
      const server = await practice.serve((request, response) => {
        if (request.url === '/length') response.writeHead(200, { 'content-length': 100 }).write('half')
        else response.write('chunk')
        setImmediate(() => request.socket.destroy())
      })
      for (const path of ['/length', '/chunked']) {
        const { message } = await failureOf(asking(server).fetch(server.origin + path))
        expect(message, path).to.contain('broke before the answer was complete')
      }
    })
  })

  describe('of time', () => {
    it('for an answer that does not come, or drips', async () => {
      const server = await practice.serve((request, response) => {
        if (request.url !== '/drip') return
        const drops = setInterval(() => response.write('.'), 5)
        request.socket.once('close', () => clearInterval(drops))
      })
      const times = { responseMs: 40, wholeMs: 120 }
      for (const path of ['/silent', '/drip']) {
        const { message } = await failureOf(
          asking(server, times).fetch(server.origin + path, { method: 'POST' }),
        )
        expect(message, path).to.match(/^localhost:\d+ gave no complete answer within 0\.12 seconds; /)
      }
    })

    it('for a connection that is never encrypted', async () => {
      const silent = createServer((socket) => socket.on('error', () => undefined))
      silent.listen(0, '127.0.0.1')
      await once(silent, 'listening')
      const origin = `https://localhost:${(silent.address() as AddressInfo).port}`
      const { fetch } = asking({ origin } as PracticeServer, { connectMs: 40 })
      expect((await failureOf(fetch(origin))).message).to.contain('took no connection within 0.04 seconds')
      silent.close()
    })
  })

  describe('of patience', () => {
    /** A server that gives these answers, one after the other, and then 200. */
    const serving = (...answers: (readonly [status: number, headers?: Record<string, string>] | 'cut')[]) =>
      practice.serve((request, response) => {
        const answer = answers.shift() ?? [200]
        if (answer === 'cut') request.socket.destroy()
        else response.writeHead(...answer).end(`${answer[0]}`)
      })

    it('and repeats reads that failed in passing, twice', async () => {
      const server = await serving('cut', [503], [200])
      expect(await (await asking(server).fetch(server.origin)).text()).to.equal('200')
      const down = await serving([500], [502], [504], [200])
      expect((await asking(down).fetch(down.origin)).status).to.equal(504)
      const gone = await serving('cut', 'cut', 'cut')
      expect((await failureOf(asking(gone).fetch(gone.origin))).message).to.contain('try again later')
      expect([server, down, gone].map(({ requests }) => requests.length)).to.deep.equal([3, 3, 3])
    })

    it('and gives back what is an answer at once', async () => {
      for (const status of [204, 301, 400, 401, 403, 404, 410, 501]) {
        const server = await serving([status])
        expect((await asking(server).fetch(server.origin)).status).to.equal(status)
        expect(server.requests).to.have.length(1)
      }
      const strange = await serving([999])
      expect((await failureOf(asking(strange).fetch(strange.origin))).message).to.contain('999')
    })

    it('and never repeats what may change something', async () => {
      const server = await serving([503], 'cut')
      const { fetch } = asking(server)
      expect((await fetch(server.origin, { method: 'POST' })).status).to.equal(503)
      await failureOf(fetch(server.origin, { method: 'POST' }))
      expect(server.requests).to.have.length(2)
    })

    it('and keeps away, with everybody else, as long as the host asks for', async () => {
      const server = await serving([429, { 'retry-after': '30' }])
      const { fetch, clock } = asking(server)
      const before = clock.now()
      expect((await fetch(`${server.origin}/ada`, { method: 'POST' })).status).to.equal(429)
      expect((await fetch(`${server.origin}/grace`)).status).to.equal(200)
      expect(clock.now() - before).to.be.within(30_000, 31_000)
    })

    it('and fails at once where that is longer than a minute', async () => {
      const server = await serving([503, { 'retry-after': '600' }])
      const { fetch, clock } = asking(server)
      const before = clock.now()
      for (const person of ['ada', 'grace']) {
        const { message } = await failureOf(fetch(`${server.origin}/${person}`))
        expect(message).to.match(/^localhost:\d+ refuses requests for another 10 min/)
      }
      expect(server.requests).to.have.length(1)
      expect(clock.now() - before).to.be.below(2_000)
      clock.pass(600_000)
      expect((await fetch(server.origin)).status).to.equal(200)
    })

    it('and asks declared hosts no more often than their plugin says, and those of the user as fast as they answer', async () => {
      const server = await practice.serve((_, response) => response.end())
      const robots = `robots.example:${(await practice.serveSecurely(() => undefined)).port}`
      const network = practice.network()
      const fetch = network.fetchFor({
        ...{ what: 'robots', hosts: [robots], requestsPerSecond: 2 },
        userOrigins: [server.origin],
      })
      const before = network.clock.now()
      for (const person of ['ada', 'bob', 'eve']) await fetch(`${server.origin}/${person}`)
      expect(network.clock.now() - before).to.equal(0)
      // It leads to this machine, and is refused, but only when it is its turn.
      for (const person of ['ada', 'bob', 'eve']) await failureOf(fetch(`https://${robots}/${person}`))
      expect(network.clock.now() - before).to.equal(1_000)
    })

    it('and sends four requests to one host at the same time, and forgets nobody', async () => {
      const held: (() => void)[] = []
      let holds = true
      const server = await practice.serve((_, response) => {
        if (holds) held.push(() => response.end())
        else response.end()
      })
      const { fetch } = asking(server)
      const all = Array.from({ length: 12 }, (_, person) => fetch(`${server.origin}/${person}`))
      while (held.length < 4) await new Promise(setImmediate)
      // A fifth would have set out before somebody else, who is here now.
      const other = asking(server).fetch(`${server.origin}/other`)
      while (server.requests.at(-1)!.url !== '/other') await new Promise(setImmediate)
      expect(held).to.have.length(5)
      holds = false
      for (const answer of held) answer()
      for (const { status } of await Promise.all([...all, other])) expect(status).to.equal(200)
      expect(server.requests).to.have.length(13)
    })
  })

  describe('and ends', () => {
    const silent = () => practice.serve(() => undefined)

    it('when the question is no longer asked, with its reason', async () => {
      const server = await silent()
      const { fetch } = asking(server)
      const controller = new AbortController()
      const sent = [
        fetch(server.origin, { signal: controller.signal }),
        fetch(new Request(server.origin, { signal: controller.signal, method: 'POST' })),
        // These wait for their turn.
        ...[3, 4, 5, 6].map((path) => fetch(`${server.origin}/${path}`, { signal: controller.signal })),
      ].map(failureOf)
      while (server.requests.length < 4) await new Promise(setImmediate)
      const reason = new Error('enough')
      controller.abort(reason)
      for (const error of await Promise.all(sent)) expect(error).to.equal(reason)
      const before = AbortSignal.abort(reason)
      expect(await failureOf(fetch(server.origin, { signal: before }))).to.equal(reason)
      expect(server.requests).to.have.length(4)
    })

    it('when the network is closed', async () => {
      const server = await silent()
      const { fetch, close } = asking(server)
      const sent = failureOf(fetch(server.origin))
      while (server.requests.length === 0) await new Promise(setImmediate)
      await close()
      expect((await sent).message).to.contain('closed')
      expect((await failureOf(fetch(server.origin))).message).to.contain('closed')
    })
  })

  describe('and says in one sentence, of the host only,', () => {
    it('that nobody is there', async () => {
      const server = await practice.listen()
      const origin = `http://localhost:${server.port}`
      await server.close()
      const { message } = await failureOf(
        asking({ origin } as PracticeServer).fetch(`${origin}/ada@example.com`),
      )
      expect(message).to.match(/^localhost:\d+ cannot be reached \(ECONNREFUSED\); /)
    })

    it('that a name leads nowhere', async () => {
      const origin = 'https://nobody.invalid'
      const lookup = (_name: string, _options: unknown, callback: (error: Error) => void) => {
        const details = { code: 'ENOTFOUND', syscall: 'getaddrinfo' }
        callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), details))
      }
      const { fetch } = asking({ origin } as PracticeServer, { lookup })
      expect((await failureOf(fetch(`${origin}/ada`))).message).to.match(
        /^no address is known for nobody\.invalid; /,
      )
    })

    it('that a certificate cannot be relied on', async () => {
      const server = await practice.serveSecurely((_, response) => response.end())
      const { message } = await failureOf(asking(server, { ca: '' }).fetch(server.origin))
      expect(message).to.match(/^the certificate of localhost:\d+ cannot be relied on/)
      expect(message).to.contain('NODE_EXTRA_CA_CERTS')
      expect(server.requests).to.be.empty
    })
  })
})
