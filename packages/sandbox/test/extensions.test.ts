import { expect } from 'chai'
import {
  ACCOUNT,
  handClock,
  picture,
  practise,
  somebody,
  type ListedExtension,
  type Practice,
} from './client.ts'

describe('the account', () => {
  it('has a number, which is accepted in place of ~', async () => {
    const here = await practise()
    const { json, status } = await here.call(ACCOUNT)
    expect(status).to.equal(200)
    expect(json).to.include({ id: here.sandbox.company.accountId, status: 'Confirmed', federated: false })
    expect((await here.call(`/restapi/v1.0/account/${json.id}/extension`)).status).to.equal(200)
    for (const path of ['', '/extension', '/extension/~']) {
      const refused = await here.call(`/restapi/v1.0/account/1${path}`)
      expect([refused.status, refused.code]).to.deep.equal([404, 'CMN-102'])
      expect(refused.json.errors[0]?.parameterName).to.equal('accountId')
    }
    await here.close()
  })
})

describe('the list of extensions', () => {
  const clock = handClock()
  let here: Practice
  beforeEach(async () => void (here = await practise({ people: 250, limits: 'none', clock })))
  afterEach(() => here.close())

  const list = (query = '') => here.call(`${ACCOUNT}/extension${query}`)

  async function everybody(query: string): Promise<{ records: ListedExtension[]; pages: number }> {
    const records: ListedExtension[] = []
    let url: string | undefined = `${ACCOUNT}/extension${query}`
    let pages = 0
    for (; url !== undefined; pages++) {
      const { json } = await here.call(url)
      records.push(...json.records)
      url = json.navigation.nextPage?.uri
    }
    return { records, pages }
  }

  it('comes in pages that lead to each other', async () => {
    const { json } = await list()
    expect(json.records).to.have.length(100)
    expect(json.paging).to.deep.equal({
      page: 1,
      perPage: 100,
      pageStart: 0,
      pageEnd: 99,
      totalPages: 3,
      totalElements: here.sandbox.company.extensions.length,
    })
    expect(json.navigation).to.have.keys('firstPage', 'nextPage', 'lastPage')
    const second = (await here.call(json.navigation.nextPage!.uri)).json
    expect(second.paging).to.include({ page: 2, pageStart: 100 })
    expect(second.navigation.previousPage?.uri).to.equal(json.uri)
    const { records, pages } = await everybody('?perPage=60&type=User&type=Room&status=Enabled')
    expect(pages).to.be.greaterThan(2)
    expect(records.every(({ type, status }) => ['User', 'Room'].includes(type) && status === 'Enabled')).to.be
      .true
    expect(new Set(records.map(({ id }) => id)).size).to.equal(records.length)
    expect((await everybody('?perPage=1000')).pages).to.equal(1)
  })

  it('may leave the totals out', async () => {
    here.sandbox.settings.totals = false
    const { json } = await list()
    expect(json.paging).to.have.keys('page', 'perPage', 'pageStart', 'pageEnd')
    expect(json.navigation).to.have.keys('firstPage', 'nextPage')
    expect((await everybody('?perPage=50')).records).to.have.length(here.sandbox.company.extensions.length)
  })

  it('ends with an empty page, past which there is none', async () => {
    const { json } = await list('?page=99')
    expect(json.records).to.deep.equal([])
    expect(json.navigation).not.to.have.property('nextPage')
  })

  it('refuses parameters that it does not know the value of', async () => {
    const wrong = [
      'page=0',
      'page=x',
      'page=1001',
      'page=1&page=2',
      'perPage=0',
      'perPage=1001',
      'perPage=max',
      'status=On',
      'type=user',
    ]
    for (const query of wrong) {
      const refused = await list(`?${query}`)
      expect([refused.status, refused.code], query).to.deep.equal([400, 'CMN-101'])
      expect(refused.json.errors[0]?.parameterName).to.equal(query.split('=')[0])
    }
    here.sandbox.settings.aboveMaxPerPage = 'clamp'
    expect((await list('?perPage=5000')).json.paging.perPage).to.equal(1000)
  })

  it('is filtered by number and e-mail', async () => {
    const person = here.sandbox.company.people.find(({ email, admin }) => email !== undefined && !admin)!
    for (const query of [
      `?extensionNumber=${person.extensionNumber!}`,
      `?email=${person.email!.toUpperCase()}`,
    ]) {
      expect((await list(query)).json.records.map(({ id }) => id)).to.deep.equal([person.id])
    }
  })

  it('has records as they are documented', async () => {
    const { records } = await everybody('?perPage=1000')
    const { serverUrl, mediaUrl, company } = here.sandbox
    for (const { id, uri, name, status, contact, profileImage, extensionNumber, type } of records) {
      expect(id)
        .to.be.a('number')
        .greaterThan(2 ** 32)
      expect(uri).to.equal(`${serverUrl}/restapi/v1.0/account/${company.accountId}/extension/${id}`)
      const own = `${uri}/profile-image`
      if (profileImage.etag === undefined) expect(profileImage).to.deep.equal({ uri: own })
      else {
        const there = own.replace(serverUrl, mediaUrl)
        expect(profileImage.uri).to.equal(there)
        expect(profileImage.etag).to.match(/^[0-9a-f]{32}$/)
        expect(profileImage.contentType).to.match(/^image\/(png|jpeg|gif)$/)
        expect(new Date(profileImage.lastModified!).toISOString()).to.equal(profileImage.lastModified)
        expect(profileImage.scales).to.deep.include({ uri: `${there}/195x195` })
      }
      if (status === 'Unassigned') {
        expect([extensionNumber, name, contact, type]).to.deep.equal([undefined, undefined, {}, 'User'])
      } else {
        expect(extensionNumber).to.match(/^\d{3,8}$/)
        expect(name).to.equal([contact.firstName, contact.lastName].filter(Boolean).join(' '))
      }
    }
    expect(records.filter(({ status }) => status === 'Unassigned')).to.have.length(8)
  })

  it('gives one extension alone, oneself by ~', async () => {
    const id = somebody(here.sandbox, 'with')
    const { json } = await here.call(`${ACCOUNT}/extension/${id}`)
    const inList = (await everybody('?perPage=1000')).records.find((one) => one.id === id)!
    expect(json).to.deep.include(inList)
    expect(json.account.id).to.equal(String(here.sandbox.company.accountId))
    expect((await here.call(`${ACCOUNT}/extension/~`)).json.permissions.admin.enabled).to.be.true
    for (const unknown of ['1', 'x', '1.0', '%20']) {
      const refused = await here.call(`${ACCOUNT}/extension/${unknown}`)
      expect([refused.status, refused.code, refused.json.errors[0]?.parameterName]).to.deep.equal([
        404,
        'CMN-102',
        'extensionId',
      ])
    }
  })

  it('may lag behind, and so may the single record', async () => {
    const id = somebody(here.sandbox, 'without')
    const { company, settings } = here.sandbox
    const etags = async () => {
      const single = (await here.call(`${ACCOUNT}/extension/${id}`)).json.profileImage
      const { records } = (await list('?perPage=1000')).json
      return [single.etag, records.find((one) => one.id === id)!.profileImage.etag]
    }
    Object.assign(settings, { listDelayMs: 5000, recordDelayMs: 1000 })
    await company.setPhoto(id, picture(1))
    const { etag } = company.photo(id)!
    expect(await etags()).to.deep.equal([undefined, undefined])
    clock.advance(1000)
    expect(await etags()).to.deep.equal([etag, undefined])
    clock.advance(4000)
    expect(await etags()).to.deep.equal([etag, etag])
    await company.setPhoto(id, null)
    expect(await etags()).to.deep.equal([etag, etag])
    clock.advance(5000)
    expect(await etags()).to.deep.equal([undefined, undefined])
  })

  it('may lead astray, for clients that follow any address with their token', async () => {
    Object.assign(here.sandbox.settings, {
      foreignPages: 'http://evil.test',
      foreignImages: 'http://127.0.0.1:9',
    })
    const { json } = await list('?perPage=10')
    expect(json.navigation.nextPage?.uri).to.match(/^http:\/\/evil\.test\/restapi\/.*page=2/)
    const image = json.records.find(({ profileImage }) => profileImage.etag !== undefined)!.profileImage
    expect(image.uri).to.match(/^http:\/\/127\.0\.0\.1:9\//)
  })

  it('knows no other address and no other method', async () => {
    for (const path of ['/restapi/v1.0', `/${ACCOUNT}`, `${ACCOUNT}/`, `${ACCOUNT}/extension/~/nothing`]) {
      const refused = await here.call(path)
      expect([refused.status, refused.code], path).to.deep.equal([404, 'CMN-120'])
    }
    expect((await here.call(here.sandbox.mediaUrl + ACCOUNT)).code).to.equal('CMN-120')
    expect((await here.call(ACCOUNT, { method: 'POST' })).code).to.equal('CMN-202')
  })
})
