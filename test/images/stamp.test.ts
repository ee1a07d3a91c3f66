import { expect } from 'chai'
import fc from 'fast-check'
import sharp from 'sharp'
import { readStamp, stampPhoto, stampRoom, stampRoomFor, unstampedHash } from '../../src/images/stamp.ts'
import { verifyDecodes } from '../../src/images/verify-decodes.ts'
import { noise } from './sample-images.ts'

const facts = { generator: 'initials', revision: 3, fingerprint: 'ab'.repeat(32) }

describe('the mark of our own pictures', () => {
  let pictures: { mediaType: string; bytes: Buffer }[]
  before(async () => {
    const picture = sharp(await noise(20, 20))
    pictures = [
      { mediaType: 'image/png', bytes: await picture.png().toBuffer() },
      { mediaType: 'image/jpeg', bytes: await picture.jpeg({ quality: 40 }).toBuffer() },
      {
        mediaType: 'image/jpeg',
        bytes: await picture.withIccProfile('p3').jpeg({ progressive: true }).toBuffer(),
      },
    ]
  })

  it('is read back as it was put in, from a picture that is still whole', async () => {
    for (const { mediaType, bytes } of pictures) {
      const stamped = stampPhoto(bytes, mediaType, facts)
      expect(readStamp(stamped)).to.deep.equal({ tool: 'avatarctl', ...facts, image: unstampedHash(bytes) })
      expect(unstampedHash(stamped)).to.equal(unstampedHash(bytes))
      expect(stamped.byteLength - bytes.byteLength).to.be.within(100, stampRoom)
      await verifyDecodes(stamped)
      expect(await sharp(stamped).raw().toBuffer()).to.deep.equal(await sharp(bytes).raw().toBuffer())
    }
  })

  it('holds any generator and revision', () => {
    const anything = fc.record({
      generator: fc.string({ maxLength: 12, unit: 'binary' }),
      revision: fc.nat(),
      fingerprint: fc.stringMatching(/^[0-9a-f]{1,64}$/),
    })
    fc.assert(
      fc.property(anything, fc.nat(2), (mark, which) => {
        const { mediaType, bytes } = pictures[which]!
        expect(readStamp(stampPhoto(bytes, mediaType, mark))).to.include(mark)
      }),
    )
  })

  it('is replaced by a second one, and leaves the same picture', () => {
    for (const { mediaType, bytes } of pictures) {
      const twice = stampPhoto(stampPhoto(bytes, mediaType, { ...facts, revision: 1 }), mediaType, facts)
      expect(twice).to.deep.equal(stampPhoto(bytes, mediaType, facts))
    }
  })

  it('does not hold once a single byte has changed, in the picture or in the mark', () => {
    for (const { mediaType, bytes } of pictures) {
      const stamped = stampPhoto(bytes, mediaType, facts)
      for (let at = 0; at < stamped.length; at++) {
        for (const flip of [0x01, 0x20, 0x80]) {
          const changed = Buffer.from(stamped)
          changed[at]! ^= flip
          expect(readStamp(changed), `byte ${at} of ${mediaType}`).to.equal(null)
        }
      }
    }
  })

  it('does not hold in a picture that was cut off or added to', () => {
    for (const { mediaType, bytes } of pictures) {
      const stamped = stampPhoto(bytes, mediaType, facts)
      for (let length = 0; length < stamped.length; length++)
        expect(readStamp(stamped.subarray(0, length))).to.equal(null)
      expect(readStamp(Buffer.concat([stamped, Buffer.from('!')]))).to.equal(null)
    }
  })

  it('does not hold when there are several', () => {
    const { bytes } = pictures[0]!
    const stamped = stampPhoto(bytes, 'image/png', facts)
    const mark = stamped.subarray(33, 33 + stamped.byteLength - bytes.byteLength)
    const doubled = Buffer.concat([stamped.subarray(0, 33), mark, stamped.subarray(33)])
    expect(readStamp(stamped)).to.not.equal(null)
    expect(readStamp(doubled)).to.equal(null)
  })

  it('is not in an edited copy that kept it', async () => {
    const { mediaType, bytes } = pictures[0]!
    const stamped = stampPhoto(bytes, mediaType, facts)
    const mark = stamped.subarray(33, 33 + stamped.byteLength - bytes.byteLength)
    const edited = await sharp(stamped).rotate(180).png().toBuffer()
    expect(readStamp(edited)).to.equal(null)
    expect(readStamp(Buffer.concat([edited.subarray(0, 33), mark, edited.subarray(33)]))).to.equal(null)
  })

  it('is put into PNG and JPEG only', async () => {
    const gif = await sharp(await noise(9, 9))
      .gif()
      .toBuffer()
    expect(stampPhoto(gif, 'image/gif', facts)).to.equal(gif)
    expect(readStamp(gif)).to.equal(null)
  })

  it('names whom the artwork is to be credited to, in any script, however long', async () => {
    for (const { mediaType, bytes } of pictures) {
      const credit = 'Zoë Çelik, 作者, CC BY 4.0'
      const stamped = stampPhoto(bytes, mediaType, { ...facts, credit })
      expect(readStamp(stamped)).to.have.property('credit', credit)
      await verifyDecodes(stamped)
      const long = { ...facts, credit: '作'.repeat(900) }
      const cut = stampPhoto(bytes, mediaType, long)
      expect(cut.byteLength - bytes.byteLength).to.be.at.most(stampRoomFor(long))
      expect(readStamp(cut)?.credit).to.equal('作'.repeat(500))
    }
  })

  it('is no longer than the room kept for it', () => {
    const { bytes } = pictures[0]!
    expect(() => stampPhoto(bytes, 'image/png', { ...facts, generator: 'x'.repeat(400) })).to.throw(
      RangeError,
    )
  })

  it('reads any bytes without throwing', () => {
    const heads = [
      '',
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8',
      '\xff\xd8\xff\xfe',
      '\xff\xd8\xff\xfe\xff\xff',
      '\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXt',
    ]
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 400 }), (head, tail) => {
        expect(readStamp(Buffer.concat([Buffer.from(head, 'latin1'), tail]))).to.equal(null)
      }),
    )
  })

  it('reads mutilated pictures without throwing', () => {
    const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(255)), {
      minLength: 1,
      maxLength: 9,
    })
    fc.assert(
      fc.property(fc.nat(2), edits, (which, changes) => {
        const { mediaType, bytes } = pictures[which]!
        const stamped = Buffer.from(stampPhoto(bytes, mediaType, facts))
        const original = Buffer.from(stamped)
        for (const [where, value] of changes) stamped[Math.floor(where * stamped.length)] = value
        if (!stamped.equals(original)) expect(readStamp(stamped)).to.equal(null)
      }),
    )
  })
})
