import { expect } from 'chai'
import type { ObservedExchange } from '../src/index.ts'
import { ACCOUNT, imagePath, picture, practise, somebody, upload, type Practice } from './client.ts'

describe('who observes', () => {
  let seen: ObservedExchange[]
  let here: Practice
  beforeEach(async () => {
    seen = []
    here = await practise({ limits: 'none', observe: (exchange) => void seen.push(exchange) })
  })
  afterEach(() => here.close())

  it('is shown each request and its answer, whole, before the client has it', async () => {
    const path = `${ACCOUNT}/extension?perPage=5&type=User`
    const { bytes } = await here.call(path, { headers: { Accept: 'application/json' } })
    expect(seen).to.have.length(2)
    const [login, list] = seen as [ObservedExchange, ObservedExchange]
    expect(login).to.include({ host: 'api', method: 'POST', path: '/restapi/oauth/token' })
    expect(login.request.body?.toString()).to.contain(here.sandbox.environment['RC_USER_JWT'])
    expect(list).to.include({ host: 'api', method: 'GET', path }).and.not.have.property('fault')
    expect(list.request.headers).to.include({
      accept: 'application/json',
      authorization: `Bearer ${here.token()}`,
    })
    expect(list.answer.status).to.equal(200)
    expect(list.answer.headers).to.include({
      'content-type': 'application/json;charset=utf-8',
      'x-rate-limit-group': 'medium',
    })
    expect(list.answer.body.equals(bytes)).to.be.true
  })

  it('is shown uploads as they came, and images as they go', async () => {
    const id = somebody(here.sandbox, 'without')
    await here.call(imagePath(id), upload(picture(4)))
    await here.call(here.sandbox.mediaUrl + imagePath(id))
    const [, put, get] = seen as [ObservedExchange, ObservedExchange, ObservedExchange]
    expect(put.request.headers['content-type']).to.match(/^multipart\/form-data; boundary=/)
    expect(put.request.body?.includes(picture(4))).to.be.true
    expect(put.answer).to.include({ status: 204 })
    expect(get.host).to.equal('media')
    expect(get.answer.body.equals(picture(4))).to.be.true
  })

  it('is told of refusals and faults, and of nothing that was not answered', async () => {
    const unassigned = here.sandbox.company.extensions.find(({ status }) => status === 'Unassigned')!
    here.sandbox.settings.appPermissions = []
    await here.call(imagePath(unassigned.id), upload(picture()))
    here.sandbox.setFault({ effect: { kind: 'html' } })
    await here.call(ACCOUNT)
    here.sandbox.setFault({ effect: { kind: 'reset', when: 'before' } })
    await here.call(ACCOUNT).catch(() => undefined)
    expect(seen.map(({ answer, fault }) => [answer.status, answer.errorCode, fault])).to.deep.equal([
      [200, undefined, undefined],
      [403, 'CMN-401', undefined],
      [200, undefined, 'html'],
    ])
    expect(seen[1]!.request.body).to.equal(undefined)
  })

  it('may begin and end while it runs', async () => {
    const { settings } = here.sandbox
    delete settings.observe
    await here.call(ACCOUNT)
    expect(seen).to.have.length(1)
    settings.observe = (exchange) => void seen.push(exchange)
    await here.call(ACCOUNT)
    expect(seen).to.have.length(2)
  })
})
