import type { GeneratorRequest } from '@avatarctl/sdk'

/**
 * The picture at an address, or `null` where the server says that it has none (404). Throws for every other answer, and
 * for what is no picture.
 */
export async function ask(
  address: URL,
  { fetch, signal }: Pick<GeneratorRequest, 'fetch' | 'signal'>,
): Promise<Uint8Array | null> {
  const answer = await fetch(address, {
    signal,
    headers: { accept: 'image/png, image/jpeg, image/gif, image/webp' },
  })
  const from = answer.url === '' ? address : new URL(answer.url)
  if (answer.status !== 200) {
    await answer.body?.cancel()
    if (answer.status === 404) return null
    throw new Error(`${from.host} answered ${answer.status}`)
  }
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (!isPicture(bytes)) throw new Error(`${from.host} answered with something that is no picture`)
  if (from.origin !== address.origin && !asksAsBefore(from, address)) {
    throw new Error(
      `${address.host} redirects to ${from.host} without saying what is wanted, so what came may be a picture that everybody gets; take the option baseUrl to ask that server itself`,
    )
  }
  return bytes
}

/** Whether a server that was redirected to is still asked what to answer when there is no photo. */
function asksAsBefore(now: URL, before: URL): boolean {
  const wish = (url: URL) => url.searchParams.get('d') ?? url.searchParams.get('default')
  return wish(now) === wish(before)
}

/** By the first bytes: PNG, JPEG, GIF or WebP. */
function isPicture(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  return /^(?:\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF[^]{4}WEBP)/.test(head)
}
