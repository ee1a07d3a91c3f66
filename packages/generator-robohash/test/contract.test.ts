import { testGenerator } from '@avatarctl/sdk/testing'
import { answerOf } from './strict-robohash.ts'

testGenerator({
  plugin: new URL('..', import.meta.url),
  fetch: (input) => {
    const { status, headers, body } = answerOf(new URL(input instanceof Request ? input.url : input))
    return Promise.resolve(new Response(Uint8Array.from(body), { status, headers }))
  },
})
