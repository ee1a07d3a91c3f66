import type { ObservedExchange } from '@avatarctl/sandbox'
import { expect } from 'chai'
import {
  ACCOUNT,
  imagePath,
  picture,
  practise,
  somebody,
  upload,
} from '../../packages/sandbox/test/client.ts'
import { readDescription, titled, unchecked } from '../support/conformance.ts'
import { checkerFor, type Checker } from './checker.ts'

const EXTENSION = '/restapi/v1.0/account/{accountId}/extension/{extensionId}'
const TOKEN = 'POST /restapi/oauth/token'

type Json = Record<string, unknown>
type Name = 'account' | 'error' | 'image' | 'list' | 'scaled' | 'single' | 'token' | 'upload'

describe(titled('the checker of conformance'), () => {
  let check: Checker
  const good = {} as Record<Name, ObservedExchange>

  before(async function () {
    const description = readDescription()
    if (unchecked !== undefined || !description) return this.skip()
    check = checkerFor(description)
    let last: ObservedExchange | undefined
    const here = await practise({ limits: 'none', observe: (exchange) => void (last = exchange) })
    const { mediaUrl } = here.sandbox
    const id = somebody(here.sandbox, 'with')
    good.token = last!
    const record = async (name: Name, path: string, init: RequestInit = {}) => {
      await here.call(path, init)
      good[name] = last!
    }
    await record('account', ACCOUNT)
    await record('list', `${ACCOUNT}/extension?page=1&type=User&type=Room`)
    await record('single', `${ACCOUNT}/extension/${id}`)
    await record('image', mediaUrl + imagePath(id))
    await record('scaled', `${mediaUrl}${imagePath(id)}/90x90`)
    await record('upload', imagePath(id), upload(picture()))
    await record('error', `${ACCOUNT}/extension/1`)
    await here.close()
  })

  /** Holds what changes of a good exchange against the description. */
  const after = (name: Name, change: (exchange: ObservedExchange) => void) => {
    const exchange = structuredClone(good[name])
    // A clone of a Buffer is none.
    exchange.answer.body = Buffer.from(exchange.answer.body)
    if (exchange.request.body) exchange.request.body = Buffer.from(exchange.request.body)
    change(exchange)
    return check(exchange)
  }
  const asking = (name: Name, path: string) =>
    after(name, (exchange) => void (exchange.path = exchange.path.replace(/\?.*|$/, path)))
  const sending = (name: Name, headers: Record<string, string>) =>
    after(name, ({ request }) => void Object.assign(request.headers, headers))
  const posting = (change: (form: URLSearchParams) => void) =>
    after('token', ({ request }) => {
      const form = new URLSearchParams(request.body?.toString())
      change(form)
      request.body = Buffer.from(form.toString())
    })
  const uploading = async (change: (form: FormData) => void) => {
    const form = new FormData()
    form.set('image', new File([new Uint8Array(picture())], 'a.png', { type: 'image/png' }))
    change(form)
    const message = new Request('http://127.0.0.1', { method: 'PUT', body: form })
    const body = Buffer.from(await message.arrayBuffer())
    return after('upload', ({ request }) => {
      Object.assign(request, { body })
      request.headers['content-type'] = message.headers.get('content-type')!
      request.headers['content-length'] = String(body.length)
    })
  }
  const saying = (name: Name, change: (body: Json) => void) =>
    after(name, ({ answer }) => {
      const body = JSON.parse(answer.body.toString()) as Json
      change(body)
      answer.body = Buffer.from(JSON.stringify(body))
    })
  const answering = (name: Name, answer: Partial<ObservedExchange['answer']>) =>
    after(name, (exchange) => void Object.assign(exchange.answer, answer))

  it('finds nothing wrong with what is right', async () => {
    for (const exchange of Object.values(good)) expect(await check(exchange)).to.deep.equal([])
    expect(Object.values(good).map(({ answer }) => answer.status)).to.include.members([200, 204, 404])
    expect(await uploading(() => undefined)).to.deep.equal([])
    expect(await posting((form) => form.set('access_token_ttl', '600'))).to.deep.equal([])
    expect(await asking('list', '?status=&perPage=1000')).to.deep.equal([])
  })

  it('finds operations that are not described, or not for that host', async () => {
    expect(await asking('account', '/nothing')).to.deep.equal([
      'GET /restapi/v1.0/account/~/nothing: request: no such operation is described',
    ])
    const wrongMethod = await after('account', (exchange) => void (exchange.method = 'PATCH'))
    expect(wrongMethod).to.deep.equal([`PATCH ${ACCOUNT}: request: no such operation is described`])
    for (const [name, host] of [
      ['account', 'media'],
      ['upload', 'media'],
      ['scaled', 'api'],
    ] as const) {
      const [violation] = await after(name, (exchange) => void (exchange.host = host))
      expect(violation, name).to.contain(`request: the ${host} host is not where this is`)
    }
  })

  it('finds parameters that are not described, of a wrong value, or repeated', async () => {
    const list = 'GET /restapi/v1.0/account/{accountId}/extension: request: query parameter'
    expect(await asking('list', '?sort=name')).to.deep.equal([`${list} sort is not described`])
    expect(await asking('list', '?type=User&type=user')).to.deep.equal([
      `${list} type: /* must be equal to one of the allowed values`,
    ])
    expect(await asking('list', '?page=x')).to.deep.equal([`${list} page: must be integer`])
    expect(await asking('list', '?page=1&page=2')).to.deep.equal([`${list} page: is given more than once`])
    expect(await asking('list', '?extensionNumber=123456789')).to.deep.equal([
      `${list} extensionNumber: must NOT have more than 8 characters`,
    ])
    expect(
      await after('scaled', (exchange) => void (exchange.path = exchange.path.replace('90x90', '9x9'))),
    ).to.deep.equal([
      `GET ${EXTENSION}/profile-image/{scaleSize}: request: path parameter scaleSize: must be equal to one of the allowed values`,
    ])
    expect(await asking('image', '?contentDisposition=Inline')).to.deep.equal([
      `GET ${EXTENSION}/profile-image: request: query parameter contentDisposition is not described`,
    ])
  })

  it('finds headers that are not described, and the wrong way to say who is asking', async () => {
    const account = 'GET /restapi/v1.0/account/{accountId}: request:'
    expect(await sending('account', { 'x-secret': '1' })).to.deep.equal([
      `${account} header x-secret is not described`,
    ])
    expect(await sending('account', { authorization: 'Basic YTpi' })).to.deep.equal([
      `${account} authorization is basic, and not bearer`,
    ])
    expect(
      await after('account', ({ request }) => {
        delete request.headers['authorization']
      }),
    ).to.deep.equal([`${account} authorization is none, and not bearer`])
    expect(await sending('token', { authorization: 'Bearer abc' })).to.deep.equal([
      `${TOKEN}: request: authorization is bearer, and not none or basic`,
    ])
  })

  it('finds bodies that are missing, not described, or of a wrong type', async () => {
    expect(await sending('account', { 'content-length': '2' })).to.deep.equal([
      'GET /restapi/v1.0/account/{accountId}: request: a body is not described',
    ])
    expect(await sending('token', { 'content-length': '0' })).to.deep.equal([
      `${TOKEN}: request: the body is missing`,
    ])
    for (const type of ['application/json', 'multipart/form-data; boundary=a']) {
      expect(await sending('token', { 'content-type': type })).to.deep.equal([
        `${TOKEN}: request: a body of type ${type.split(';')[0]!} is not described`,
      ])
    }
    expect(await sending('upload', { 'content-type': 'image/png' })).to.deep.equal([
      `PUT ${EXTENSION}/profile-image: request: a body of type image/png is not described`,
    ])
  })

  it('finds fields of a form that are missing, not described, of a wrong value, or repeated', async () => {
    expect(await posting((form) => form.delete('assertion'))).to.include(
      `${TOKEN}: request: body: must have required property 'assertion'`,
    )
    expect(await posting((form) => form.set('password', 'x'))).to.deep.equal([
      `${TOKEN}: request: body: has password, which is not described`,
    ])
    expect(await posting((form) => form.set('access_token_ttl', '60'))).to.include(
      `${TOKEN}: request: body: /access_token_ttl must be >= 600`,
    )
    expect(await posting((form) => form.set('grant_type', 'password'))).to.include(
      `${TOKEN}: request: body: /grant_type must be equal to one of the allowed values`,
    )
    expect(await posting((form) => form.append('assertion', 'x'))).to.include(
      `${TOKEN}: request: body: /assertion is given more than once`,
    )
  })

  it('finds uploads of anything but one part, the image', async () => {
    const put = `PUT ${EXTENSION}/profile-image: request: body:`
    expect(await uploading((form) => form.set('name', 'me'))).to.deep.equal([
      `${put} has name, which is not described`,
    ])
    expect(await uploading((form) => form.append('image', new File(['x'], 'b.png')))).to.deep.equal([
      `${put} /image is given more than once`,
    ])
    expect(await uploading((form) => form.set('image', 'data:image/png'))).to.deep.equal([
      `${put} /image is text, and not a file`,
    ])
    const misnamed = await uploading((form) => {
      form.set('photo', form.get('image')!)
      form.delete('image')
    })
    expect(misnamed).to.have.members([
      `${put} has photo, which is not described`,
      `${put} must have required property 'image'`,
    ])
    const cut = await after('upload', ({ request }) => void (request.body = request.body!.subarray(0, 99)))
    expect(cut).to.deep.equal([`${put} is not multipart/form-data`])
  })

  it('finds answers without what has to be there', async () => {
    expect(
      await saying('token', (body) => {
        delete body['session_id']
      }),
    ).to.deep.equal([`${TOKEN}: answer 200: must have required property 'session_id'`])
    expect(
      await saying('list', (body) => {
        delete body['records']
      }),
    ).to.deep.equal([
      "GET /restapi/v1.0/account/{accountId}/extension: answer 200: must have required property 'records'",
    ])
    const addressless = await saying('single', ({ profileImage }) => {
      delete (profileImage as Json)['uri']
    })
    expect(addressless).to.deep.equal([
      `GET ${EXTENSION}: answer 200: /profileImage must have required property 'uri'`,
    ])
    expect(await answering('image', { body: Buffer.alloc(0) })).to.deep.equal([
      `GET ${EXTENSION}/profile-image: answer 200: there is no content`,
    ])
  })

  it('finds answers with what is not described, at any depth', async () => {
    const list = 'GET /restapi/v1.0/account/{accountId}/extension: answer 200:'
    expect(await saying('list', (body) => void (body['count'] = 1))).to.deep.equal([
      `${list} has count, which is not described`,
    ])
    const nicknames = await saying('list', ({ records }) => {
      for (const { contact } of records as { contact: Json }[]) contact['nickname'] = 'x'
    })
    expect(nicknames).to.deep.equal([`${list} /records/*/contact has nickname, which is not described`])
    expect(await saying('list', ({ paging }) => void ((paging as Json)['last'] = 1))).to.deep.equal([
      `${list} /paging has last, which is not described`,
    ])
  })

  it('finds answers of a wrong type, word, number, date or address', async () => {
    const single = `GET ${EXTENSION}: answer 200:`
    const image = (property: string, value: string) =>
      saying('single', ({ profileImage }) => void ((profileImage as Json)[property] = value))
    expect(await saying('single', (body) => void (body['id'] = '1'))).to.include(
      `${single} /id must be integer`,
    )
    expect(await saying('single', (body) => void (body['type'] = 'Person'))).to.deep.equal([
      `${single} /type must be equal to one of the allowed values`,
    ])
    expect(await image('lastModified', '1 May 2026')).to.deep.equal([
      `${single} /profileImage/lastModified must match format "date-time"`,
    ])
    expect(await image('uri', '/profile-image')).to.deep.equal([
      `${single} /profileImage/uri must match format "uri"`,
    ])
    expect(await saying('list', ({ paging }) => void ((paging as Json)['page'] = 1001))).to.deep.equal([
      'GET /restapi/v1.0/account/{accountId}/extension: answer 200: /paging/page must be <= 1000',
    ])
  })

  it('finds statuses and kinds of content that are not described', async () => {
    const account = 'GET /restapi/v1.0/account/{accountId}: answer'
    expect(await answering('account', { status: 206 })).to.deep.equal([
      `${account} 206: the status is not described`,
    ])
    expect(await answering('account', { status: 204 })).to.deep.equal([
      `${account} 204: the status is not described`,
    ])
    expect(await answering('account', { headers: { 'content-type': 'text/html' } })).to.deep.equal([
      `${account} 200: content of type text/html is not described`,
    ])
    expect(await answering('account', { body: Buffer.from('{') })).to.deep.equal([
      `${account} 200: the content is not JSON`,
    ])
    expect(await answering('image', { headers: { 'content-type': 'image/webp' } })).to.deep.equal([
      `GET ${EXTENSION}/profile-image: answer 200: content of type image/webp is not described`,
    ])
    expect(await answering('scaled', { status: 304, headers: {}, body: Buffer.alloc(0) })).to.deep.equal([
      `GET ${EXTENSION}/profile-image/{scaleSize}: answer 304: the status is not described`,
    ])
    expect(await answering('upload', { body: Buffer.from('ok') })).to.deep.equal([
      `PUT ${EXTENSION}/profile-image: answer 204: content is not described`,
    ])
  })

  it('finds errors of another form than the one for all of them', async () => {
    const error = `GET ${EXTENSION}: answer 404:`
    expect(
      await saying('error', (body) => {
        delete body['errors']
      }),
    ).to.deep.equal([`${error} must have required property 'errors'`])
    expect(await saying('error', (body) => void (body['errors'] = []))).to.deep.equal([
      `${error} /errors must NOT have fewer than 1 items`,
    ])
    expect(await saying('error', (body) => void (body['errors'] = [{ errorCode: 'CMN-102' }]))).to.deep.equal(
      [`${error} /errors/* must have required property 'message'`],
    )
    expect(await answering('error', { headers: { 'content-type': 'text/html' } })).to.deep.equal([
      `${error} an error is not told as JSON`,
    ])
  })

  it('judges the request that a fault hits, and not its answer', async () => {
    const hit = (exchange: ObservedExchange) => {
      exchange.fault = 'answer'
      exchange.answer.status = 299
    }
    expect(await after('list', hit)).to.deep.equal([])
    const [violation] = await after('list', (exchange) => {
      hit(exchange)
      exchange.path += '&sort=name'
    })
    expect(violation).to.contain('query parameter sort is not described')
  })
})
