import path from 'node:path'
import type { Sandbox } from '@avatarctl/sandbox'
import { openPace } from '@avatarctl/sdk/testing'
import ringcentral from '../../packages/directory-ringcentral/src/directory.ts'
import { directoryFetch } from '../../src/network/directory-fetch.ts'
import { putTogether } from './workbench.ts'

type Disturb = Parameters<typeof putTogether>[0]['disturb']

/**
 * The real parts around a RingCentral that is reached as the tool reaches it, by the tool's own `fetch`; `addresses` are
 * those of whatever stands before the practice service. Nothing that fails is asked again behind the operations' back.
 */
export async function serviceWorkbench(
  home: string,
  sandbox: Sandbox,
  {
    addresses = { server: sandbox.serverUrl, media: sandbox.mediaUrl },
    disturb,
    concurrency,
  }: { addresses?: { server: string; media: string }; disturb?: Disturb; concurrency?: number } = {},
) {
  const stop = new AbortController()
  const { clientId, clientSecret } = sandbox.credentials
  const options = { ...addresses, clientId }
  const real = await ringcentral.open({
    ...{ options, pace: openPace, signal: stop.signal, stateFolder: path.join(home, 'state') },
    secrets: { clientSecret, jwt: sandbox.environment['RC_USER_JWT'] ?? '' },
    fetch: directoryFetch({
      ...{ origins: ringcentral.origins(options), userAgent: 'avatarctl/0.0.0' },
      signal: new AbortController().signal,
    }),
    warn: () => undefined,
  })
  return await putTogether({ home, real, stop, disturb, concurrency })
}
