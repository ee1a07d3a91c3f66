import { testGenerator } from '@avatarctl/sdk/testing'

const plugin = new URL('..', import.meta.url)

testGenerator({ plugin })

describe('with every option set', () => {
  testGenerator({
    plugin,
    options: {
      ...{ style: 'ornament', grid: 9, border: 0, palette: '#fc0,04a', background: 'strong' },
      ...{ shape: 'circle', key: 'Example Inc.' },
    },
  })
})
