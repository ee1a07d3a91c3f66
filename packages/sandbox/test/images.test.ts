import { expect } from 'chai'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { photoFolder } from '../src/index.ts'
import { portrait } from '../src/pictures/portrait.ts'
import { ACCOUNT, imagePath, picture, practise, somebody, upload, type Practice } from './client.ts'
import type { SandboxOptions } from '../src/index.ts'

describe('profile images', () => {
  let here: Practice
  const start = async (options: SandboxOptions = {}) =>
    void (here = await practise({ limits: 'none', ...options }))
  afterEach(() => here.close())

  const imageOf = (id: number, scale = '') => here.call(here.sandbox.mediaUrl + imagePath(id) + scale)
  const etagOf = async (id: number) => (await here.call(`${ACCOUNT}/extension/${id}`)).json.profileImage.etag

  it('are served with type, length and etag', async () => {
    await start()
    const id = somebody(here.sandbox, 'with')
    const photo = here.sandbox.company.photo(id)!
    const { status, headers, bytes } = await imageOf(id)
    expect(status).to.equal(200)
    expect(bytes.equals(photo.bytes)).to.be.true
    expect(headers.get('content-type')).to.equal(photo.mediaType)
    expect(headers.get('content-length')).to.equal(String(bytes.length))
    expect(headers.get('etag')).to.equal(`"${photo.etag}"`)
    expect(await etagOf(id)).to.equal(photo.etag)
  })

  it('may have other etags in the header, or none', async () => {
    await start()
    const id = somebody(here.sandbox, 'with')
    const { etag } = here.sandbox.company.photo(id)!
    const header = async (style: typeof here.sandbox.settings.etagHeader) => {
      here.sandbox.settings.etagHeader = style
      return (await imageOf(id)).headers.get('etag')
    }
    expect([await header('bare'), await header('absent')]).to.deep.equal([etag, null])
    expect(await header('other'))
      .to.match(/^"[0-9a-f]{32}"$/)
      .and.not.equal(`"${etag}"`)
  })

  it('are not sent again to whoever has them', async () => {
    await start()
    const id = somebody(here.sandbox, 'with')
    const etag = (await imageOf(id)).headers.get('etag')!
    const again = await here.call(here.sandbox.mediaUrl + imagePath(id), {
      headers: { 'If-None-Match': etag },
    })
    expect([again.status, again.bytes.length]).to.deep.equal([304, 0])
    expect([again.headers.get('etag'), again.headers.get('content-type')]).to.deep.equal([etag, null])
    const scaled = `${here.sandbox.mediaUrl}${imagePath(id)}/90x90`
    expect((await here.call(scaled, { headers: { 'If-None-Match': etag } })).status).to.equal(200)
  })

  it('come in scales', async () => {
    await start()
    const id = somebody(here.sandbox, 'with')
    for (const scale of ['original', '90x90', '195x195', '584x584']) {
      expect((await imageOf(id, `/${scale}`)).status).to.equal(200)
    }
    const refused = await imageOf(id, '/100x100')
    expect([refused.status, refused.code]).to.deep.equal([404, 'ACT-333'])
    const named = await imageOf(
      id,
      '/90x90?contentDisposition=Attachment&contentDispositionFilename=a%20b.png',
    )
    expect(named.headers.get('content-disposition')).to.equal('attachment; filename="a%20b.png"')
  })

  it('are served, redirected or refused by the origin of the API', async () => {
    await start()
    const { settings, mediaUrl } = here.sandbox
    const own = imagePath(somebody(here.sandbox, 'with'))
    expect((await here.call(own)).status).to.equal(200)
    settings.imagesOnApi = 'redirect'
    const redirected = await here.call(own)
    expect([redirected.status, redirected.headers.get('location')]).to.deep.equal([302, mediaUrl + own])
    settings.imagesOnApi = 'refuse'
    expect((await here.call(own)).code).to.equal('CMN-120')
    expect((await here.call(mediaUrl + own)).status).to.equal(200)
  })

  it('that are missing are said to be so in any of the ways', async () => {
    await start()
    const id = somebody(here.sandbox, 'without')
    expect(await etagOf(id)).to.equal(undefined)
    const missing = await imageOf(id)
    expect([missing.status, missing.code]).to.deep.equal([404, 'CMN-102'])
    here.sandbox.settings.missingPhoto = 'no-content'
    expect((await imageOf(id)).status).to.equal(204)
    here.sandbox.settings.missingPhoto = 'placeholder'
    const shown = await imageOf(id)
    expect([shown.status, shown.headers.get('content-type')]).to.deep.equal([200, 'image/png'])
    expect(await etagOf(id)).to.equal(undefined)
  })

  it('come back byte for byte, at once', async () => {
    await start()
    const id = somebody(here.sandbox, 'without')
    const taken = new Map<string, Buffer>()
    for (let number = 0; taken.size < 3; number++) {
      const bytes = portrait(7, number)
      taken.set({ 0x89: 'image/png', 0xff: 'image/jpeg', 0x47: 'image/gif' }[bytes[0]!]!, bytes)
    }
    const etags = new Set<string | undefined>()
    for (const [type, bytes] of taken) {
      for (const method of ['PUT', 'POST']) {
        const put = await here.call(imagePath(id), { ...upload(bytes, type), method })
        expect([put.status, put.bytes.length]).to.deep.equal([204, 0])
        const { headers, bytes: served } = await imageOf(id)
        expect(served.equals(bytes)).to.be.true
        expect(headers.get('content-type')).to.equal(type)
        etags.add(await etagOf(id))
      }
    }
    expect(etags.size).to.equal(6)
  })

  it('may have the MD5 of their bytes as etag', async () => {
    await start({ etags: 'md5' })
    const id = somebody(here.sandbox, 'with')
    const md5 = async () =>
      createHash('md5')
        .update((await imageOf(id)).bytes)
        .digest('hex')
    expect(await etagOf(id)).to.equal(await md5())
    await here.call(imagePath(id), upload(picture(3)))
    expect(await etagOf(id)).to.equal(await md5())
  })

  it('may be written anew by the service', async () => {
    await start({ storage: 'stripped' })
    const id = somebody(here.sandbox, 'without')
    await here.call(imagePath(id), upload(picture(4)))
    const { bytes } = await imageOf(id)
    expect(bytes.length).to.be.lessThan(picture(4).length)
    expect(bytes.includes('Made-up portrait')).to.be.false
    expect((await here.call(imagePath(id), upload(bytes))).status).to.equal(204)
  })

  it('are removed', async () => {
    await start()
    const id = somebody(here.sandbox, 'with')
    const remove = () => here.call(imagePath(id), { method: 'DELETE' })
    expect((await remove()).status).to.equal(204)
    expect(here.sandbox.company.photo(id)).to.equal(null)
    expect(await etagOf(id)).to.equal(undefined)
    expect((await remove()).status).to.equal(204)
    here.sandbox.settings.removalOfMissing = 'not-found'
    expect((await remove()).status).to.equal(404)
  })

  it('are kept for the next start in a folder', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-photos-'))
    const store = photoFolder(path.join(folder, 'photos'))
    await start({ store })
    const [filled, emptied] = [somebody(here.sandbox, 'without'), somebody(here.sandbox, 'with')]
    await here.call(imagePath(filled), upload(picture(5)))
    await here.call(imagePath(filled), upload(picture(6)))
    await here.call(imagePath(emptied), { method: 'DELETE' })
    const before = here.sandbox.company.photo(filled)
    await here.close()
    await start({ store })
    expect(here.sandbox.company.photo(filled)).to.deep.equal(before)
    expect((await imageOf(filled)).bytes.equals(picture(6))).to.be.true
    expect(await etagOf(emptied)).to.equal(undefined)
    await rm(folder, { recursive: true })
  })
})
