/**
 * What it takes to find the photos of 2,000 people in an OpenLDAP of this machine: searches, seconds and memory, for one
 * search each, for searches of twenty people at a time, and for the list of everybody and then one read for who has a photo.
 * Every second person has a photo, of 60 kB. With `latency` each answer is held up by so many milliseconds, as by a
 * domain controller somewhere else. It takes about a minute.
 *
 *     node --expose-gc --import tsx packages/generator-active-directory/bench/find-photos.ts
 */
import { randomBytes } from 'node:crypto'
import { type AddressInfo, connect, createServer } from 'node:net'
import { once } from 'node:events'
import { AndFilter, Client, EqualityFilter, OrFilter } from 'ldapts'
import { user } from '../test/company.ts'
import { reader, startSlapd } from '../test/slapd.ts'
import { base } from '../test/slapd.ts'
import { findUser } from '../src/find-user.ts'
import { type Line, openLine } from '../src/line.ts'
import { readPhoto } from '../src/photo.ts'
import { serverFrom } from '../src/server.ts'
import { askEach, listAll, userFilter } from '../src/users.ts'
import type { Key } from '../src/keys.ts'

const count = 2_000
const emails = Array.from({ length: count }, (_, number) => `person${number}@example.test`)
const photo = () =>
  Buffer.concat([
    Buffer.from('ffd8ffc0000b080064006401011100', 'hex'),
    randomBytes(60_000),
    Buffer.from('ffd9', 'hex'),
  ])
const slapd = await startSlapd(
  emails.map((mail, number) =>
    user(`person${number}`, { mail, ...(number % 2 ? { jpegPhoto: photo() } : {}) }),
  ),
)
const keys: Key[] = ['mail', 'proxyAddresses', 'userPrincipalName', 'employee']
const photos = ['jpegPhoto', 'thumbnailPhoto']
const wish = { photos, choose: 'largest' } as const
const search = { base, filter: userFilter(false, undefined), keys, photos, pageSize: 500 }

const person = (email: string) => ({ id: email, email, kind: 'person', status: 'enabled' }) as const

async function oneByOne(line: Line): Promise<number> {
  const lookup = askEach(line, search)
  let found = 0
  for (const email of emails) {
    const one = await findUser(person(email), keys, lookup)
    if (one && (await readPhoto(line, one.dn, wish))) found += 1
  }
  return found
}

async function batches(line: Line): Promise<number> {
  let found = 0
  for (let at = 0; at < count; at += 20) {
    const filters = emails.slice(at, at + 20).map((value) => new EqualityFilter({ attribute: 'mail', value }))
    const entries = await line.search(base, {
      filter: new AndFilter({ filters: [search.filter, new OrFilter({ filters })] }),
      attributes: ['mail', ...photos],
      explicitBufferAttributes: photos,
    })
    found += entries.filter((one) => [one['jpegPhoto'] ?? []].flat().length > 0).length
  }
  return found
}

async function list(line: Line): Promise<number> {
  const lookup = await listAll(line, search)
  let found = 0
  for (const email of emails) {
    const one = await findUser(person(email), keys, lookup)
    if (one?.hasPhoto && (await readPhoto(line, one.dn, wish))) found += 1
  }
  return found
}

/** How many searches a client sends, whatever for. */
let searches = 0
const { search: plain, searchPaginated } = Client.prototype
Client.prototype.search = function (...given) {
  searches += 1
  return plain.apply(this, given)
}
Client.prototype.searchPaginated = async function* (...given) {
  for await (const page of searchPaginated.apply(this, given)) {
    searches += 1
    yield page
  }
}

async function measure(name: string, work: (line: Line) => Promise<number>, latency: number): Promise<void> {
  const relay = createServer((near) => {
    const far = connect(slapd.port, '127.0.0.1')
    near.pipe(far)
    far.on('data', (piece) => void setTimeout(() => near.write(piece), latency))
    for (const one of [near, far])
      one.on('error', () => undefined).on('close', () => (near.destroy(), far.destroy()))
  }).listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const { port } = relay.address() as AddressInfo
  const options = { url: `ldap://127.0.0.1:${port}`, unencrypted: true, user: reader.user, timeout: 15 }
  const line = await openLine(await serverFrom(options, reader), new AbortController().signal)
  globalThis.gc?.()
  searches = 0
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20)
  const began = performance.now()
  const found = await work(line)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  clearInterval(watch)
  line.close()
  relay.close()
  process.stdout.write(
    `${name.padEnd(12)} ${String(latency).padStart(3)} ms  ${String(searches).padStart(5)} searches  ${seconds.padStart(6)} s  ${(most / 1e6).toFixed(0)} MB  ${found} photos\n`,
  )
}

for (const latency of [0, 5])
  for (const [name, work] of [
    ['one by one', oneByOne],
    ['batches', batches],
    ['list', list],
  ] as const)
    await measure(name, work, latency)
await slapd[Symbol.asyncDispose]()
