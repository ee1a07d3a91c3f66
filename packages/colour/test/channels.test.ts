import { expect } from 'chai'
import { channelOf, channelsOf, hexOfChannels, lightOf } from '../src/channels.ts'

describe('the channels of a colour', () => {
  it('are read and written as #rrggbb', () => {
    expect(channelsOf('#00ff7f')).to.deep.equal([0, 255, 127])
    expect(hexOfChannels([0, 255, 127])).to.equal('#00ff7f')
  })

  it('are rounded, and cut off where there is nothing beyond', () => {
    expect(hexOfChannels([-3, 254.5, 300])).to.equal('#00ffff')
  })

  it('stand for light as sRGB says', () => {
    expect(lightOf(0)).to.equal(0)
    expect(lightOf(255)).to.equal(1)
    for (let channel = 0; channel <= 255; channel += 0.25) {
      const value = channel / 255
      const light = value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
      expect(lightOf(channel), `${channel}`).to.be.closeTo(light, 1e-15)
    }
  })

  it('come back from the light', () => {
    for (let channel = 0; channel <= 255; channel++)
      expect(channelOf(lightOf(channel)), `${channel}`).to.be.closeTo(channel, 1e-4)
  })
})
