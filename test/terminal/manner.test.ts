import { expect } from 'chai'
import { mannerOf } from '../../src/terminal/manner.ts'

describe('how the user wants to be spoken to', () => {
  it('is read from the arguments and the environment, whatever else is wrong with them', () => {
    expect(mannerOf(['sync', '--nope', '--json'], {})).to.deep.equal({
      asJson: true,
      quiet: false,
      debug: false,
      safeMode: false,
    })
    expect(mannerOf(['sync', '--', '--json'], {})).to.deep.equal({
      asJson: false,
      quiet: false,
      debug: false,
      safeMode: false,
    })
    expect(mannerOf([], { AVATARCTL_QUIET: '1', AVATARCTL_DEBUG: 'true' })).to.deep.equal({
      asJson: false,
      quiet: true,
      debug: true,
      safeMode: false,
    })
  })
})
