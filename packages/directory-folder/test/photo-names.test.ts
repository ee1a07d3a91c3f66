import { expect } from 'chai'
import fc from 'fast-check'
import { acceptedStems, byPreference, isNameOf, newName, parsePhotoName, stemOf } from '../src/photo-names.ts'

describe('the name of a photo', () => {
  it('is the id, where a file system takes it', () => {
    for (const id of [
      '1001',
      'ann.lee+x@example.com',
      'Zoë Müller',
      '李小龙',
      "O'Neil, A & B",
      'a..b',
      '~x',
      '-x',
    ]) {
      expect(stemOf(id)).to.equal(id)
    }
    expect(newName('1001', 'image/jpeg')).to.equal('1001.jpg')
    expect(newName('1001', 'image/webp')).to.equal(undefined)
  })

  it('is percent-encoded only where a file system would not take it', () => {
    const names = {
      '../../etc/passwd': '%2E.%2F..%2Fetc%2Fpasswd',
      '..': '%2E%2E',
      '.': '%2E',
      'a/b\\c:d*e?f"g<h>i|j%k': 'a%2Fb%5Cc%3Ad%2Ae%3Ff%22g%3Ch%3Ei%7Cj%25k',
      'a\0b\nc\x7fd\x85e': 'a%00b%0Ac%7Fd%C2%85e',
      '.hidden': '%2Ehidden',
      'end.': 'end%2E',
      'end ': 'end%20',
      CON: '%43ON',
      'nul.txt': '%6Eul.txt',
      'com1 x': '%63om1 x',
      console: 'console',
      'e\u0301/é': 'e%CC%81%2F%C3%A9',
      '\ud83d': '%ED%A0%BD',
    }
    for (const [id, name] of Object.entries(names)) expect(stemOf(id)).to.equal(name)
  })

  it('is never longer than 200 bytes, and not shared by long ids', () => {
    const ids = ['x', 'é', '🎤', '/', 'e\u0301'].flatMap((part) => [part.repeat(5000), part.repeat(4999)])
    const names = ids.map((id) => newName(id, 'image/jpeg')!)
    for (const name of names) {
      expect(Buffer.byteLength(name)).to.be.at.most(200)
      expect(Buffer.from(name).toString()).to.equal(name)
    }
    expect(new Set(names).size).to.equal(ids.length)
    const [first] = names as [string]
    expect(isNameOf(first.slice(0, -4), first)).to.equal(false)
  })

  it('may also be the plain id, or the id encoded as for an address', () => {
    expect(acceptedStems('ann@x', 'linux')).to.deep.equal(['ann@x', 'ann%40x'])
    expect(acceptedStems('a:b', 'linux')).to.deep.equal(['a%3Ab', 'a:b'])
    expect(acceptedStems('a:b', 'win32')).to.deep.equal(['a%3Ab'])
    expect(acceptedStems('..\\x', 'win32')).to.deep.equal(['%2E.%5Cx'])
    expect(acceptedStems('e\u0301', 'linux')).to.deep.equal(['e%CC%81', 'e\u0301'])
    expect(acceptedStems('e\u0301', 'darwin')).to.deep.equal(['e%CC%81'])
    expect(acceptedStems('a%2Fb')).to.deep.equal(['a%252Fb'])
    expect(acceptedStems('..')).to.deep.equal(['%2E%2E'])
    expect(acceptedStems('CON', 'win32')).to.deep.equal(['%43ON'])
  })

  it('stays within the folder, and belongs to one id only', () => {
    const part = fc.constantFrom(
      'a',
      'A',
      '/',
      '%',
      '2',
      'F',
      '.',
      ' ',
      '\\',
      'é',
      'e\u0301',
      '~',
      ':',
      'CON',
      '\0',
      '\ud83d',
    )
    const id = fc.oneof(
      fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
      fc.string({ minLength: 1 }),
    )
    fc.assert(
      fc.property(id, id, (one, other) => {
        const stems = acceptedStems(one)
        for (const stem of stems) expect(`${stem}.png`).not.to.match(/\/|\0|^\.\.?$/)
        if (one !== other) expect(acceptedStems(other).some((stem) => stems.includes(stem))).to.equal(false)
      }),
      { numRuns: 5000 },
    )
  })

  it('has an ending of any case, which also says what is used first', () => {
    expect(parsePhotoName('a.b.JPG')).to.deep.equal({ stem: 'a.b', ending: 'jpg' })
    for (const name of ['a.txt', '.png', 'png', 'a.png.bak', '.avatarctl-x.png']) {
      expect(parsePhotoName(name)).to.equal(undefined)
    }
    const names = ['ann@x.gif', 'ann%40x.png', 'ann@x.jpeg', 'ann@x.PNG', 'ann@x.jpg', 'ann@x.png']
    expect(names.sort(byPreference('ann@x'))).to.deep.equal([
      'ann@x.png',
      'ann@x.PNG',
      'ann%40x.png',
      'ann@x.jpg',
      'ann@x.jpeg',
      'ann@x.gif',
    ])
  })
})
