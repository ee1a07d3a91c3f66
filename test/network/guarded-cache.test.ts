import { chmod, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import path from 'node:path'
import { expect } from 'chai'
import { openResponseCache } from '../../src/network/response-cache.ts'
import { failureOf, guardedPractice, type PracticeServer } from './guarded-practice.ts'

describe('the cache of answers', () => {
  const practice = guardedPractice()
  const folder = () => practice.cache.join('responses')

  const asking = (server: PracticeServer, more = {}) => {
    const network = practice.network(more)
    const fetch = network.fetchFor({ what: 'robots', hosts: [], userOrigins: [server.origin] })
    const read = async (path = '/', init: RequestInit = {}) => {
      const response = await fetch(server.origin + path, init)
      return `${response.status} ${await response.text()}`
    }
    return Object.assign(read, { clock: network.clock, close: network.close.bind(network) })
  }

  /** A server that counts its answers aloud. */
  function counting(headers: Record<string, string>, status = 200) {
    let count = 0
    return practice.serve((_, response) => response.writeHead(status, headers).end(`picture ${(count += 1)}`))
  }
  /** The same whose picture never changes, and that says so when asked. */
  const tagged =
    (tag: Record<string, string>, headers: Record<string, string> = {}): RequestListener =>
    (request, response) => {
      const { 'if-none-match': etag, 'if-modified-since': since } = request.headers
      const isSame = (etag ?? since) === Object.values(tag)[0]
      response.writeHead(isSame ? 304 : 200, { ...tag, ...headers }).end(isSame ? undefined : 'picture')
    }

  it('answers by itself as long as max-age says, in another process too', async () => {
    const server = await counting({ 'cache-control': 'max-age=60' })
    const read = asking(server)
    expect([await read(), await read()]).to.deep.equal(['200 picture 1', '200 picture 1'])
    expect(await asking(server)()).to.equal('200 picture 1')
    expect(server.requests).to.have.length(1)
    read.clock.pass(61_000)
    expect(await read()).to.equal('200 picture 2')
  })

  for (const tag of [{ etag: '"a"' }, { 'last-modified': 'Mon, 05 Jan 2026 10:00:00 GMT' }]) {
    it(`asks whether an old answer still holds by its ${Object.keys(tag)[0]}`, async () => {
      const server = await practice.serve(tagged(tag, { 'cache-control': 'max-age=60' }))
      const read = asking(server)
      await read()
      read.clock.pass(61_000)
      expect(await read()).to.equal('200 picture')
      // And what was said then holds for as long again.
      expect(await read()).to.equal('200 picture')
      expect(server.requests).to.have.length(2)
    })
  }

  it('guesses nothing: what names no time is asked about each time', async () => {
    const server = await practice.serve(tagged({ 'last-modified': 'Wed, 01 Jan 2020 10:00:00 GMT' }))
    const read = asking(server)
    expect([await read(), await read()]).to.deep.equal(['200 picture', '200 picture'])
    expect(server.requests).to.have.length(2)
    expect(server.requests[1]!.headers).to.have.property('if-modified-since')
  })

  it('remembers that there is none, where the host says for how long', async () => {
    const server = await counting({ 'cache-control': 'max-age=300' }, 404)
    const read = asking(server)
    expect([await read(), await read()]).to.deep.equal(['404 picture 1', '404 picture 1'])
  })

  for (const [title, headers, status] of [
    ['must not be stored', { 'cache-control': 'no-store, max-age=60', etag: '"a"' }, 200],
    ['says nothing about it', {}, 200],
    ['depends on everything', { 'cache-control': 'max-age=60', vary: '*' }, 200],
    ['is a failure', { 'cache-control': 'max-age=60' }, 500],
  ] as const) {
    it(`gives no second time what ${title}`, async () => {
      const server = await counting(headers, status)
      const read = asking(server)
      expect(await read()).not.to.equal(await read())
    })
  }

  it('gives no answer across credentials, nor across what else was sent along', async () => {
    const server = await counting({ 'cache-control': 'max-age=60', vary: 'accept' })
    const read = asking(server)
    const all = [
      {},
      { authorization: 'Bearer one' },
      { authorization: 'Bearer two' },
      { cookie: 'a=b' },
      { 'x-api-key': 'one' },
      { accept: 'image/png' },
    ]
    const first = await Promise.all(all.map((headers) => read('/', { headers })))
    expect(new Set(first).size).to.equal(all.length)
    expect(await Promise.all(all.map((headers) => read('/', { headers })))).to.deep.equal(first)
  })

  it('is no way around the guard', async () => {
    const server = await counting({ 'cache-control': 'max-age=60' })
    const network = practice.network()
    const ask = (userOrigins: string[]) =>
      network.fetchFor({ what: 'robots', hosts: [], userOrigins })(server.origin)
    await ask([server.origin])
    expect((await failureOf(ask([]))).message).to.contain('may not ask')
  })

  it('is left alone by POST, and by whoever asks for that', async () => {
    const server = await counting({ 'cache-control': 'max-age=60' })
    const read = asking(server)
    await read()
    for (const init of [
      { method: 'POST' },
      { cache: 'no-store' },
      { cache: 'reload' },
      { headers: { range: 'bytes=0-1' } },
      { headers: { 'if-none-match': '"b"' } },
    ] as RequestInit[]) {
      expect(await read('/', init)).not.to.equal('200 picture 1')
    }
    expect(await read()).to.equal('200 picture 1')
  })

  it('keeps neither secrets nor addresses nor cookies, and lets nobody else look', async () => {
    const headers = { 'cache-control': 'max-age=60', 'set-cookie': 'session=hidden', vary: 'authorization' }
    const server = await counting(headers)
    await asking(server)('/ada@example.com', { headers: { authorization: 'Bearer hidden' } })
    expect((await stat(folder())).mode & 0o777).to.equal(0o700)
    const names = await readdir(folder())
    expect(names).to.have.length(1)
    for (const name of names) {
      expect(name).to.match(/^[0-9a-f]{64}$/)
      expect((await stat(path.join(folder(), name))).mode & 0o777).to.equal(0o600)
      const text = await readFile(path.join(folder(), name), 'latin1')
      expect(text)
        .to.contain('picture 1')
        .and.not.match(/hidden|ada|localhost/)
    }
  })

  it('only reads in a dry run', async () => {
    const server = await counting({ 'cache-control': 'max-age=60' })
    const dry = asking(server, { writesCache: false })
    await dry()
    await dry.close()
    expect(await readdir(practice.cache.path)).to.be.empty
    const read = asking(server)
    expect(await read()).to.equal('200 picture 2')
    expect(await asking(server, { writesCache: false })()).to.equal('200 picture 2')
  })

  const damages: Record<string, (file: string) => Promise<void>> = {
    'cut short': (file) => truncate(file, 150),
    emptied: (file) => truncate(file, 0),
    changed: async (file) => writeFile(file, (await readFile(file, 'latin1')).replace('picture', 'pixture')),
    'something else': (file) => writeFile(file, 'no cache\n{}\n'),
  }
  for (const [title, damage] of Object.entries(damages)) {
    it(`asks again where a file is ${title}`, async () => {
      const server = await counting({ 'cache-control': 'max-age=60' })
      const read = asking(server)
      await read()
      const [name] = await readdir(folder())
      await damage(path.join(folder(), name!))
      expect([await read(), await read()]).to.deep.equal(['200 picture 2', '200 picture 2'])
    })
  }

  it('does without where nothing can be written', async () => {
    const server = await counting({ 'cache-control': 'max-age=60' })
    await writeFile(folder(), 'a file where the folder should be')
    const read = asking(server)
    expect([await read(), await read()]).to.deep.equal(['200 picture 1', '200 picture 2'])
    await read.close()
  })

  it('grows no larger than it may: the oldest go first', async () => {
    const cache = openResponseCache({ folder: folder(), writes: true, mostBytes: 50_000 })
    for (let picture = 0; picture < 20; picture += 1) {
      await cache.save(`${picture}`, {}, Buffer.alloc(9_000))
      const sizes = await Promise.all(
        (await readdir(folder())).map(async (name) => (await stat(path.join(folder(), name))).size),
      )
      expect(sizes.reduce((sum, size) => sum + size)).to.be.below(60_000)
    }
    await cache.tidy()
    const kept = await Promise.all(
      [0, 14, 15, 19].map(async (key) => (await cache.load(`${key}`)) !== undefined),
    )
    expect(kept).to.deep.equal([false, false, true, true])
  })

  it('is used by many at once without harm', async () => {
    await mkdir(folder(), { mode: 0o755 })
    await chmod(folder(), 0o755)
    const caches = [1, 2, 3].map(() => openResponseCache({ folder: folder(), writes: true }))
    const bodies = ['a', 'b', 'c'].map((letter) => Buffer.from(letter.repeat(100_000)))
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        await caches[index % 3]!.save('one', {}, bodies[index % 3]!)
        const found = await caches[(index + 1) % 3]!.load('one')
        expect(bodies.some((body) => found!.body.equals(body))).to.be.true
      }),
    )
    expect(await readdir(folder())).to.have.length(1)
    expect((await stat(folder())).mode & 0o777).to.equal(0o700)
  })
})
