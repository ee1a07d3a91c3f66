import { expect } from 'chai'
import { isLoopbackAddress, isPublicAddress } from '../../src/network/guarded-address.ts'

describe('the address of a socket', () => {
  const refused: Record<string, string[]> = {
    'of this machine': ['127.0.0.1', '127.255.255.254', '::1', '0.0.0.0', '0.1.2.3', '::'],
    'of a private network': ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fdff::1'],
    'of a link': ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
    'of a carrier': ['100.64.0.1', '100.127.255.255'],
    'of many, or of all': ['224.0.0.1', '239.255.255.255', '255.255.255.255', '240.0.0.1', 'ff02::1'],
    'for documentation or tests': ['192.0.2.1', '198.51.100.1', '203.0.113.1', '198.19.0.1', '2001:db8::1'],
    'for documentation, the newer ones': ['3fff::1', '3fff:fff::1'],
    'that hides another one': [
      ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1'],
      ...['2002:7f00:1::', '2001::1', '192.88.99.1'],
    ],
    'that is none': ['', 'localhost', '1.2.3', 'nowhere'],
  }
  for (const [title, addresses] of Object.entries(refused)) {
    it(`${title} is not public`, () => {
      for (const address of addresses) expect(isPublicAddress(address), address).to.be.false
    })
  }

  it('of anybody else is public', () => {
    for (const address of [
      ...[
        '1.1.1.1',
        '8.8.8.8',
        '100.63.255.255',
        '100.128.0.1',
        '172.15.0.1',
        '172.32.0.1',
        '223.255.255.255',
      ],
      ...['2606:4700::1111', '2a00:1450::1', '2001:200::1', '2001:4860:4860::8888'],
    ]) {
      expect(isPublicAddress(address), address).to.be.true
    }
  })

  it('stays on this machine only where it is 127.0.0.0/8 or ::1', () => {
    const local = ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1']
    for (const address of local) expect(isLoopbackAddress(address), address).to.be.true
    for (const address of ['0.0.0.0', '10.0.0.1', '128.0.0.1', '::', '::2', 'nowhere', '']) {
      expect(isLoopbackAddress(address), address).to.be.false
    }
  })
})
