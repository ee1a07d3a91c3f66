import { expect } from 'chai'
import { originsAmong } from '../../src/network/admitted-hosts.ts'
import { failureOf, guardedPractice } from './guarded-practice.ts'

const everywhere = { isPublic: () => true }

describe('the fetch of a generator', () => {
  const practice = guardedPractice()

  describe('asks', () => {
    it('a declared host out in the public network, and says who it is', async () => {
      const server = await practice.serveSecurely((_, response) => response.end('robot'))
      const fetch = practice.fetchFor([`pictures.test:${server.port}`], [], everywhere)
      const response = await fetch(`https://pictures.test:${server.port}/ada#part`, {
        headers: { accept: 'image/png', host: 'elsewhere.test', 'user-agent': 'other', 'x-own': '1' },
      })
      expect(response).to.include({ status: 200, redirected: false })
      expect(response.url).to.equal(`https://pictures.test:${server.port}/ada`)
      expect(await response.text()).to.equal('robot')
      expect(server.requests[0]!.headers).to.include({
        ...{ host: `pictures.test:${server.port}`, 'user-agent': 'avatarctl/1.0.0' },
        ...{ accept: 'image/png', 'x-own': '1' },
      })
    })

    it('what the user named: over https wherever it is, over http on this machine', async () => {
      const secure = await practice.serveSecurely((_, response) => response.end('secure'))
      const plain = await practice.serve((_, response) => response.end('plain'))
      const fetch = practice.fetchFor([], [secure, plain])
      expect(await (await fetch(secure.origin)).text()).to.equal('secure')
      expect(await (await fetch(plain.origin)).text()).to.equal('plain')
    })

    it('with GET, HEAD and POST, and nothing else', async () => {
      const bodies: string[] = []
      const server = await practice.serve((request, response) => {
        void request.toArray().then((pieces) => {
          bodies.push(`${request.method} ${Buffer.concat(pieces as Buffer[]).toString()}`)
          response.end('answer')
        })
      })
      const fetch = practice.fetchFor([], [server])
      const { origin } = server
      expect(await (await fetch(origin, { method: 'HEAD' })).text()).to.equal('')
      await fetch(origin, { method: 'POST', body: new URLSearchParams({ seed: 'ada' }) })
      await fetch(new Request(origin, { method: 'POST' }))
      expect(bodies).to.deep.equal(['HEAD ', 'POST seed=ada', 'POST '])
      expect(server.requests[1]!.headers['content-type']).to.contain('x-www-form-urlencoded')
      for (const init of [
        { method: 'PUT', body: 'x' },
        { method: 'DELETE' },
        { method: 'POST', body: 'x'.repeat(2 ** 20 + 1) },
      ]) {
        expect((await failureOf(fetch(origin, init))).message).to.contain(new URL(origin).host)
      }
      expect(server.requests).to.have.length(3)
    })
  })

  describe('never sends a byte', () => {
    it('to what is neither declared nor named by the user', async () => {
      const server = await practice.serveSecurely((_, response) => response.end('stolen'))
      const { port } = server
      const fetch = practice.fetchFor(['pictures.test', '*.test', '*', 'elsewhere.test/path'], [], everywhere)
      for (const address of [
        ...[`https://pictures.test:${port}/`, `https://elsewhere.test:${port}/`, 'https://elsewhere.test/'],
        ...['https://sub.pictures.test/', 'https://pictures.test./', 'http://pictures.test/'],
        ...['https://pictures.test.elsewhere.test/', 'ftp://pictures.test/', 'data:,x', 'file:///etc/passwd'],
      ]) {
        const { message } = await failureOf(fetch(address))
        expect(message, address).to.match(/^robots may not ask /)
      }
      expect((await failureOf(fetch('https://ada:word@pictures.test/'))).message).not.to.be.empty
      expect(server.sockets).to.be.empty
    })

    it('over http to anybody but this machine, whatever the user named', async () => {
      const server = await practice.serve((_, response) => response.end('stolen'))
      const origin = `http://pictures.test:${server.port}`
      const { message } = await failureOf(practice.fetchFor([], [{ ...server, origin }])(origin))
      expect(message).to.contain(origin).and.contain('not encrypted')
      const local = await practice.serve((_, response) => response.end('stolen'))
      // A port that the user did not name.
      await failureOf(practice.fetchFor([], [server])(local.origin))
      expect([...server.sockets, ...local.sockets]).to.be.empty
    })

    for (const name of [
      ...[
        '127.0.0.1',
        '[::ffff:127.0.0.1]',
        '2130706433',
        '0x7f.1',
        '0177.0.0.01',
        '0.0.0.0',
        '[::1]',
        '[::]',
      ],
      ...['localhost', 'localhost.', 'pictures.test'],
    ]) {
      it(`to ${name}, though it is declared`, async () => {
        const server = await practice.listen()
        const fetch = practice.fetchFor([`${name}:${server.port}`])
        const { message } = await failureOf(fetch(`https://${name}:${server.port}/`))
        expect(message).to.contain('not an address of the public network')
        expect(await server.received()).to.equal(0)
      })
    }

    it('on a connection that another generator opened under another rule', async () => {
      const server = await practice.serveSecurely((_, response) => response.end('secret'))
      const network = practice.network()
      const { origin } = server
      const own = network.fetchFor({ what: 'own', hosts: [], userOrigins: [origin] })
      expect((await own(origin)).status).to.equal(200)
      const other = network.fetchFor({ what: 'other', hosts: [new URL(origin).host], userOrigins: [] })
      expect((await failureOf(other(`${origin}/other`))).message).to.contain(
        'not an address of the public network',
      )
      expect(server.requests).to.have.length(1)
    })
  })

  describe('follows redirects', () => {
    it('three, and not a fourth', async () => {
      const server = await practice.serve((request, response) => {
        const left = Number(request.url!.slice(1))
        if (left === 0) response.end('there')
        else response.writeHead(302, { location: `/${left - 1}` }).end('moved')
      })
      const fetch = practice.fetchFor([], [server])
      const response = await fetch(`${server.origin}/3`)
      expect(response).to.include({ url: `${server.origin}/0`, redirected: true })
      expect(await response.text()).to.equal('there')
      expect((await failureOf(fetch(`${server.origin}/4`))).message).to.contain('again and again')
      expect(server.requests).to.have.length(8)
      expect((await fetch(`${server.origin}/1`, { redirect: 'manual' })).status).to.equal(302)
      await failureOf(fetch(`${server.origin}/1`, { redirect: 'error' }))
    })

    it('not in circles', async () => {
      const server = await practice.serve((request, response) =>
        response.writeHead(302, { location: request.url === '/a' ? '/b' : '/a' }).end(),
      )
      const error = await failureOf(practice.fetchFor([], [server])(`${server.origin}/a`))
      expect(error.message).to.contain('again and again')
      expect(server.requests).to.have.length(4)
    })

    for (const name of [
      '127.0.0.1',
      '[::ffff:127.0.0.1]',
      '2130706433',
      '0x7f.1',
      'localhost',
      'elsewhere.test',
    ]) {
      for (const isDeclared of [false, true]) {
        it(`not to ${name}, ${isDeclared ? 'even where it is declared' : 'which is not declared'}`, async () => {
          const target = await practice.listen()
          const server = await practice.serve((_, response) =>
            response.writeHead(302, { location: `https://${name}:${target.port}/?token=x` }).end(),
          )
          const hosts = isDeclared ? [`${name}:${target.port}`] : []
          const { message } = await failureOf(practice.fetchFor(hosts, [server])(server.origin))
          expect(message).to.match(
            isDeclared ? /not an address of the public/ : /may not ask https:.* redirects to/,
          )
          expect(message).not.to.contain('token')
          expect(await target.received()).to.equal(0)
        })
      }
    }

    it('without credentials, once they lead to another origin', async () => {
      const other = await practice.serve((_, response) => response.end('picture'))
      const server = await practice.serve((request, response) =>
        response
          .writeHead(302, { location: request.url === '/' ? '/same' : `${other.origin}/picture` })
          .end(),
      )
      const headers = { authorization: 'Bearer word', cookie: 'a=b', 'x-api-key': 'key', accept: 'image/*' }
      await practice.fetchFor([], [server, other])(server.origin, { headers })
      for (const { headers: sent } of server.requests) expect(sent).to.include(headers)
      expect(other.requests).to.have.length(1)
      expect(other.requests[0]!.headers).to.include({ accept: 'image/*' })
      expect(other.requests[0]!.headers).to.not.have.any.keys('authorization', 'cookie', 'x-api-key')
    })

    it('and takes no body to another origin', async () => {
      const other = await practice.serve((_, response) => response.end('picture'))
      const server = await practice.serve((request, response) =>
        response
          .writeHead(Number(request.url!.slice(1, 4)), {
            location: request.url!.endsWith('same') ? '/200' : other.origin,
          })
          .end(),
      )
      const fetch = practice.fetchFor([], [server, other])
      const ask = (path: string) => fetch(server.origin + path, { method: 'POST', body: 'who' })
      for (const path of ['/307', '/308']) {
        expect((await failureOf(ask(path))).message).to.contain(other.origin)
      }
      expect(other.requests).to.be.empty
      await ask('/303')
      expect(other.requests[0]).to.include({ method: 'GET' })
      expect(other.requests[0]!.headers).to.not.have.any.keys('content-length', 'content-type')
      await ask('/307same')
      expect(server.requests.at(-1)).to.include({ method: 'POST', url: '/200' })
    })
  })

  it('takes for named what options say with http or https, and nothing else', () => {
    const values = [
      'https://a.example/path',
      'HTTP://127.0.0.1:80',
      'b.example',
      'ftp://c',
      5,
      ['https://d.example:1'],
      'https://',
    ]
    expect(originsAmong(values)).to.deep.equal([
      'https://a.example',
      'http://127.0.0.1',
      'https://d.example:1',
    ])
  })
})
