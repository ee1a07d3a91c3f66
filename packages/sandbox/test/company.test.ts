import { expect } from 'chai'
import { startSandbox, type Sandbox, type SandboxOptions } from '../src/index.ts'
import { inspectPicture } from '../src/pictures/inspect.ts'

const PERSONS = ['User', 'DigitalUser', 'VirtualUser', 'FlexibleUser']

describe('the made-up company', () => {
  const running: Sandbox[] = []
  const companyOf = async (options: SandboxOptions) => {
    const sandbox = await startSandbox(options)
    running.push(sandbox)
    return sandbox.company
  }
  afterEach(() => Promise.all(running.splice(0).map((sandbox) => sandbox.close())))

  it('is the same for the same seed, and another one for another', async () => {
    const [one, same, other] = [
      await companyOf({ people: 50 }),
      await companyOf({ people: 50 }),
      await companyOf({ people: 50, seed: 2 }),
    ]
    expect(same.extensions).to.deep.equal(one.extensions)
    const photos = (company: typeof one) => company.extensions.map(({ id }) => company.photo(id))
    expect(photos(same)).to.deep.equal(photos(one))
    expect(other.extensions).not.to.deep.equal(one.extensions)
    expect(other.accountId).not.to.equal(one.accountId)
  })

  it('has as many people as are asked for, and rooms, queues and unassigned extensions on top', async () => {
    for (const people of [1, 2, 40, 1000]) {
      const company = await companyOf({ people })
      expect(company.people).to.have.length(people)
      const others = company.extensions.filter(({ type }) => !PERSONS.includes(type))
      const unassigned = company.extensions.filter(({ status }) => status === 'Unassigned')
      expect(others.length)
        .to.be.at.least(8)
        .and.at.least(people * 0.08)
      expect(unassigned.length).to.be.at.least(2)
      expect(company.extensions).to.have.length(people + others.length + unassigned.length)
    }
    for (const people of [0, -1, 1.5, 100_001]) {
      await startSandbox({ people }).then(
        () => expect.fail(),
        (error: unknown) => expect(error).to.be.instanceOf(RangeError),
      )
    }
  })

  it('begins with the administrator', async () => {
    const { admin, extensions, people } = await companyOf({ people: 3 })
    expect(extensions[0]).to.equal(admin)
    expect(people[0]).to.include({ admin: true, status: 'Enabled', type: 'User' })
  })

  it('has every type and status, and people from everywhere', async () => {
    const company = await companyOf({ people: 3000 })
    const share = (list: readonly unknown[], test: (one: never) => boolean) =>
      (list as never[]).filter(test).length / list.length
    const { people, extensions } = company
    expect(new Set(extensions.map(({ type }) => type)).size).to.equal(23)
    expect(new Set(people.map(({ status }) => status))).to.deep.equal(
      new Set(['Enabled', 'NotActivated', 'Disabled', 'Frozen']),
    )
    const names = people.map(({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(' '))
    const scripts = [
      'Latin',
      'Cyrillic',
      'Greek',
      'Han',
      'Hiragana',
      'Hangul',
      'Arabic',
      'Hebrew',
      'Devanagari',
      'Tamil',
      'Thai',
    ]
    for (const script of scripts) {
      expect(
        share(names, (name: string) => new RegExp(`\\p{Script=${script}}`, 'u').test(name)),
        script,
      ).to.be.greaterThan(0)
    }
    for (const oddity of [
      /-/,
      /['’ʻ]/,
      / van der /,
      /^Dr\. /,
      /\(Contractor\)$/,
      /^\S+$/,
      /^ /,
      /[^\0-\x7f]/,
    ]) {
      expect(
        names.some((name) => oddity.test(name)),
        String(oddity),
      ).to.be.true
    }
    expect(share(names, (name: string) => name.length > 129)).to.equal(0)
    expect(share(people, ({ email }: { email?: string }) => email === undefined)).to.be.within(0.001, 0.05)
    const emails = people.flatMap(({ email }) => email ?? [])
    expect(new Set(emails).size).to.equal(emails.length)
    expect(emails.every((email) => /^[a-z0-9][a-z0-9.-]*@example\.com$/.test(email))).to.be.true
    expect(share(people, ({ id }: { id: number }) => company.photo(id) !== null)).to.be.within(0.25, 0.35)
  })

  it('has photos that are whole images, no two of them the same', async () => {
    const company = await companyOf({ people: 400 })
    const seen = new Set<string>()
    const types = new Set<string>()
    let count = 0
    for (const { id, status } of company.extensions) {
      const photo = company.photo(id)
      if (!photo) continue
      expect(status).not.to.equal('Unassigned')
      const picture = await inspectPicture(photo.bytes)
      expect(picture).to.include({ mediaType: photo.mediaType, width: 128, height: 128 })
      seen.add(picture!.plain().toString('base64'))
      types.add(photo.mediaType)
      count++
    }
    expect(seen.size).to.equal(count)
    expect(types.size).to.equal(3)
  })

  it('has people who join, change and leave', async () => {
    const company = await companyOf({ people: 5 })
    const { id } = company.hire({ firstName: 'Ada', lastName: 'Lovelace' })
    expect(company.photo(id)).to.equal(null)
    company.change(id, { lastName: 'King' })
    expect(company.extension(String(id))).to.include({ firstName: 'Ada', lastName: 'King' })
    expect(company.people).to.have.length(6)
    company.leave(id)
    expect(company.extension(id)).to.equal(undefined)
    expect(company.hire().id).to.be.greaterThan(id)
  })
})

describe('a sandbox', () => {
  it('listens on loopback only, with two ports of its own, and gives them back', async () => {
    const sandbox = await startSandbox({ people: 1 })
    const { serverUrl, mediaUrl, environment } = sandbox
    expect(new Set([serverUrl, mediaUrl]).size).to.equal(2)
    for (const url of [serverUrl, mediaUrl]) expect(url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(environment).to.include({ RC_SERVER_URL: serverUrl, RC_MEDIA_URL: mediaUrl })
    expect(environment).to.include.keys('RC_APP_CLIENT_ID', 'RC_APP_CLIENT_SECRET', 'RC_USER_JWT')
    await sandbox.close()
    const port = Number(new URL(serverUrl).port)
    const mediaPort = Number(new URL(mediaUrl).port)
    const again = await startSandbox({ people: 1, port, mediaPort })
    expect([again.serverUrl, again.mediaUrl]).to.deep.equal([serverUrl, mediaUrl])
    const taken = await startSandbox({ people: 1, port }).catch((error: unknown) => error)
    expect(taken).to.include({ code: 'EADDRINUSE' })
    await again.close()
  })
})
