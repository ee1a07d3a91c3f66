import type { Options } from '@avatarctl/sdk'
import { failure } from './failure.ts'

/** The two that the token may go to: the API and its images. */
export function origins(options: Options): string[] {
  const server = String(options['server'])
  const media = typeof options['media'] === 'string' ? options['media'] : mediaFor(server)
  if (!URL.canParse(server) || !URL.canParse(media)) {
    throw failure('unusable', `${server} or ${media} is not a URL`, {
      hint: 'Check RC_SERVER_URL and RC_MEDIA_URL.',
    })
  }
  return [new URL(server).origin, new URL(media).origin]
}

/** RingCentral serves images from a host of its own; other servers serve them themselves. */
function mediaFor(server: string): string {
  if (!URL.canParse(server)) return server
  const url = new URL(server)
  if (url.hostname.startsWith('platform.')) url.hostname = url.hostname.replace(/^platform\./, 'media.')
  return url.origin
}
