import { describe, it } from 'node:test'
import { testGenerator } from '@avatarctl/sdk/testing'

// One test for each promise that avatarctl relies on; each says why it matters when it fails.
testGenerator({ plugin: new URL('..', import.meta.url) }, { describe, it })
