import { testGenerator } from '@avatarctl/sdk/testing'

testGenerator({ plugin: new URL('..', import.meta.url) })
