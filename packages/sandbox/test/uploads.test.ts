import { expect } from 'chai'
import { request } from 'node:http'
import { crc32 } from 'node:zlib'
import { ACCOUNT, imagePath, picture, practise, somebody, upload, type Practice } from './client.ts'

const PNG = picture()

describe('an upload', () => {
  let here: Practice
  let target: number
  beforeEach(async () => {
    here = await practise({ limits: 'none' })
    target = somebody(here.sandbox, 'without')
  })
  afterEach(() => here.close())

  const put = (init: RequestInit, id = target) => here.call(imagePath(id), init)

  /** A multipart body written by hand; lines end as they should, and `\x00` stands for the picture. */
  const raw = (text: string, boundary = 'b', contentType = `multipart/form-data; boundary=${boundary}`) => ({
    method: 'PUT',
    headers: { 'Content-Type': contentType },
    body: new Uint8Array(
      Buffer.concat(
        text
          .split('\0')
          .flatMap((part, index) => [
            ...(index > 0 ? [PNG] : []),
            Buffer.from(part.replaceAll('\n', '\r\n')),
          ]),
      ),
    ),
  })
  const part = (headers: string, content = '\0') => `--b\n${headers}\n\n${content}\n`
  const IMAGE = 'Content-Disposition: form-data; name="image"; filename="a.png"\nContent-Type: image/png'

  async function expectRefused(init: RequestInit, status: number, code: string | undefined): Promise<void> {
    const refused = await put(init)
    expect([refused.status, refused.code]).to.deep.equal([status, code])
    expect(here.sandbox.company.photo(target)).to.equal(null)
  }

  it('is one part, named image, with a file name and a type', async () => {
    expect((await put(raw(`${part(IMAGE)}--b--`))).status).to.equal(204)
    expect((await put(raw(`${part(IMAGE)}--b--\n`))).status).to.equal(204)
    const turned = IMAGE.split('\n').reverse().join('\n')
    expect(
      (await put(raw(`${part(turned)}--b--\n`, 'b', 'multipart/form-data;boundary="b"'))).status,
    ).to.equal(204)
    expect(here.sandbox.company.photo(target)!.bytes.equals(PNG)).to.be.true
  })

  it('is refused with another name, without file name, or without type', async () => {
    await expectRefused(upload(PNG, 'image/png', 'attachment'), 400, 'CMN-101')
    await expectRefused(raw(`${part(IMAGE.replace('; filename="a.png"', ''))}--b--`), 400, 'CMN-101')
    await expectRefused(raw(`${part(IMAGE.split('\n')[0]!)}--b--`), 400, 'ACT-331')
  })

  it('is refused with anything beside the image', async () => {
    const extra = part('Content-Disposition: form-data; name="note"', 'hello')
    for (const parts of [extra + part(IMAGE), part(IMAGE) + extra, part(IMAGE) + part(IMAGE)]) {
      await expectRefused(raw(`${parts}--b--`), 400, 'ACT-331')
    }
  })

  it('is refused when the body is not what RFC 7578 asks for', async () => {
    const whole = `${part(IMAGE)}--b--`
    const damaged = [
      raw(whole.slice(0, -2)),
      raw(whole.slice(0, -10)),
      raw(whole, 'other'),
      raw(`preamble\n${whole}`),
      raw(`${whole}\nepilogue`),
      raw(`${part('Content-Type: image/png')}--b--`),
      raw(`${part('no header')}--b--`),
      raw('--b--'),
      raw(''),
      raw(whole, 'b', 'multipart/form-data'),
    ]
    for (const init of damaged) await expectRefused(init, 400, 'CMN-101')
  })

  it('is refused when it is no multipart body, as [object FormData] is none', async () => {
    await expectRefused({ method: 'PUT', body: '[object FormData]' }, 415, 'ACT-330')
    await expectRefused(
      { method: 'PUT', headers: { 'Content-Type': 'image/png' }, body: new Uint8Array(PNG) },
      415,
      'ACT-330',
    )
  })

  it('is refused with a type that is not taken', async () => {
    for (const type of [
      'image/webp',
      'image/svg+xml',
      'image/bmp',
      'application/octet-stream',
      'text/plain',
    ]) {
      await expectRefused(upload(PNG, type), 415, 'ACT-330')
    }
  })

  it('is refused when the bytes are no image, or another one than the type says', async () => {
    const flipped = Buffer.from(PNG)
    flipped[60]! ^= 1
    for (const bytes of [Buffer.alloc(0), Buffer.from('GIF89a'), PNG.subarray(0, -1), flipped]) {
      await expectRefused(upload(bytes), 400, 'ACT-331')
    }
    await expectRefused(upload(PNG, 'image/jpeg'), 400, 'ACT-331')
  })

  it('may have 12 megapixels, and not one more', async () => {
    await expectRefused(upload(resized(PNG, 12_000_001, 1)), 400, 'ACT-334')
    await expectRefused(upload(resized(PNG, 4000, 3001)), 400, 'ACT-334')
    // The pixels of this one do not match its size: it is looked at, and found to be damaged.
    await expectRefused(upload(resized(PNG, 4000, 3000)), 400, 'ACT-331')
  })

  it('may have 10 megabytes, and not more', async () => {
    const padded = (length: number) => upload(Buffer.concat([PNG, Buffer.alloc(length - PNG.length)]))
    expect((await put(padded(10 * 1024 * 1024 - 1000))).status).to.equal(204)
    expect((await put(padded(10 * 1024 * 1024 + 1))).status).to.equal(413)
    expect((await put(upload(PNG))).status).to.equal(204)
  })

  it('is refused for an unassigned extension, and for one that is not there', async () => {
    const { id } = here.sandbox.company.extensions.find(({ status }) => status === 'Unassigned')!
    for (const init of [upload(PNG), { method: 'DELETE' }]) {
      const refused = await put(init, id)
      expect([refused.status, refused.code]).to.deep.equal([403, 'ACT-332'])
      expect((await put(init, 1)).code).to.equal('CMN-102')
    }
  })

  it('that breaks off is forgotten', async () => {
    const cut = request(here.sandbox.serverUrl + imagePath(target), {
      method: 'PUT',
      headers: { Authorization: `Bearer ${here.token()}`, 'Content-Length': 1000 },
    })
    cut.on('error', () => undefined)
    cut.write('half of it')
    const entry = () => here.sandbox.log.find(({ method }) => method === 'PUT')
    while (!entry()) await here.call(ACCOUNT)
    cut.destroy()
    await here.call(ACCOUNT)
    expect(entry()).to.include({ status: 0, group: 'heavy' }).and.not.have.property('errorCode')
    expect((await put(upload(PNG))).status).to.equal(204)
  })

  it('is not taken by the media origin', async () => {
    expect((await here.call(here.sandbox.mediaUrl + imagePath(target), upload(PNG))).code).to.equal('CMN-202')
  })
})

/** The same PNG with another width and height in its header. */
function resized(png: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(png)
  copy.writeUInt32BE(width, 16)
  copy.writeUInt32BE(height, 20)
  copy.writeUInt32BE(crc32(copy.subarray(12, 29)), 29)
  return copy
}
