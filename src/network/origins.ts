import { AppError } from '../errors.ts'

/** Stands for every port of this machine: a server that a directory starts itself has one that nobody knows before. */
const anyLocalPort = 'http://127.0.0.1:*'

/**
 * Says of an origin whether it is among those of some addresses. Throws `AppError` where one of them could not be asked
 * without being overheard.
 */
export function safeOrigins(addresses: readonly string[]): (origin: string) => boolean {
  const origins = new Set(addresses.filter((address) => address !== anyLocalPort).map(safeOrigin))
  const isLocal = (origin: string) => /^http:\/\/127\.0\.0\.1(:\d+)?$/.test(origin)
  return (origin) => origins.has(origin) || (addresses.includes(anyLocalPort) && isLocal(origin))
}

function safeOrigin(address: string): string {
  if (!URL.canParse(address)) throw refusal(address, 'is not an address')
  const url = new URL(address)
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url.origin
  throw refusal(url.origin, 'is not encrypted')
}

/** Whether what is sent there stays on this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

function refusal(address: string, what: string): AppError {
  return new AppError('wrong-use', `${address} ${what}, so nothing was sent to it`, {
    hint: 'Give an address that begins with https:// (http:// only for this machine, such as http://127.0.0.1:8080).',
  })
}
