import { expect } from 'chai'
import { mannerOf } from '../../src/terminal/manner.ts'

describe('how the user wants to be spoken to', () => {
  it('is read from the arguments and the environment, whatever else is wrong with them', () => {
    expect(mannerOf(['sync', '--nope', '--json'], {})).to.deep.equal({
      asJson: true,
      quiet: false,
      debug: false,
      safeMode: false,
      logFormat: 'text',
    })
    expect(mannerOf(['sync', '--', '--json'], {})).to.deep.equal({
      asJson: false,
      quiet: false,
      debug: false,
      safeMode: false,
      logFormat: 'text',
    })
    expect(mannerOf([], { AVATARCTL_QUIET: '1', AVATARCTL_DEBUG: 'true' })).to.deep.equal({
      asJson: false,
      quiet: true,
      debug: true,
      safeMode: false,
      logFormat: 'text',
    })
  })

  it('takes the last value of a flag, in either way of writing it, before that of the environment', () => {
    const formatOf = (argv: string[], environment = {}) => mannerOf(argv, environment).logFormat
    expect(formatOf(['sync', '--log-format', 'json'])).to.equal('json')
    expect(formatOf(['sync', '--log-format=json'])).to.equal('json')
    expect(formatOf(['--log-format=json', 'sync', '--log-format', 'text'])).to.equal('text')
    expect(formatOf(['sync'], { AVATARCTL_LOG_FORMAT: 'json' })).to.equal('json')
    expect(formatOf(['sync', '--log-format=text'], { AVATARCTL_LOG_FORMAT: 'json' })).to.equal('text')
    expect(formatOf(['sync', '--', '--log-format=json'])).to.equal('text')
  })
})
