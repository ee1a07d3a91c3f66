import type { Options } from '@avatarctl/sdk'
import { failure } from './failure.ts'

/** The two that the token may go to: the API and its images. */
export function origins(options: Options): string[] {
  const server = originOf('RC_SERVER_URL', options['server'])
  const media = options['media']
  return [server, typeof media === 'string' ? originOf('RC_MEDIA_URL', media) : mediaFor(server)]
}

/** What is not usable is not repeated either: there may be a password in it. */
function originOf(variable: string, value: unknown): string {
  const text = String(value)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['https:', 'http:'].includes(url.protocol)) {
    throw failure('unusable', `${variable} is not a web address`, {
      hint: 'It looks like https://platform.ringcentral.com.',
    })
  }
  if (url.username === '' && url.password === '') return url.origin
  throw failure('unusable', `${variable} holds a user name or a password`, {
    hint: 'Leave them out of the address: RC_USER_JWT says who it is.',
  })
}

/** RingCentral serves images from a host of its own; other servers serve them themselves. */
function mediaFor(server: string): string {
  const url = new URL(server)
  if (url.hostname.startsWith('platform.')) url.hostname = url.hostname.replace(/^platform\./, 'media.')
  return url.origin
}
