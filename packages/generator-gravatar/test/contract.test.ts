import { testGenerator } from '@avatarctl/sdk/testing'
import { gravatar } from './service.ts'

const answer = gravatar({ 'ada.lovelace@example.com': 'g' })

for (const id of ['gravatar', 'gravatar-art']) {
  testGenerator({
    plugin: new URL('..', import.meta.url),
    id,
    fetch: async (input) => {
      const { status, headers, body } = await answer(new URL(input instanceof Request ? input.url : input))
      return new Response(typeof body === 'string' ? body : Uint8Array.from(body ?? []), {
        status,
        ...(headers ? { headers } : {}),
      })
    },
  })
}
