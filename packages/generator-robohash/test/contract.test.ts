import { testGenerator } from '@avatarctl/sdk/testing'
import { pictureFor } from './service.ts'

testGenerator({
  plugin: new URL('..', import.meta.url),
  fetch: (input) =>
    Promise.resolve(
      new Response(Uint8Array.from(pictureFor(new URL(input instanceof Request ? input.url : input)))),
    ),
})
