import { expect } from 'chai'
import { readRateHeaders } from '../../src/network/rate-headers.ts'

describe('the headers of rate limits', () => {
  it('are read whatever the case of their names', () => {
    const headers = new Headers({
      'X-RATE-LIMIT-GROUP': 'something else',
      'x-rate-limit-limit': '10',
      'X-Rate-Limit-Remaining': '0',
      'X-Rate-Limit-Window': '0.6',
    })
    expect(readRateHeaders(headers)).to.deep.equal({ limit: 10, remaining: 0, windowMs: 600 })
  })

  it('teach nothing that makes no sense', () => {
    for (const absurd of ['', 'many', '-1', 'NaN', 'Infinity', '1e3', '0x10', '10, 10']) {
      const headers = new Headers({
        'X-Rate-Limit-Limit': absurd,
        'X-Rate-Limit-Remaining': absurd,
        'X-Rate-Limit-Window': absurd,
      })
      expect(readRateHeaders(headers), absurd).to.deep.equal({})
    }
    const headers = new Headers({ 'X-Rate-Limit-Limit': '0', 'X-Rate-Limit-Window': '86400' })
    expect(readRateHeaders(headers)).to.deep.equal({})
  })

  it('are missing where the group was not judged', () => {
    expect(readRateHeaders(new Headers({ 'Retry-After': '60' }))).to.be.undefined
  })
})
