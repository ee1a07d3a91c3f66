import { AppError } from '../errors.ts'

/** The origins of some addresses. Throws `AppError` where one could not be asked without being overheard. */
export function safeOrigins(addresses: readonly string[]): ReadonlySet<string> {
  return new Set(addresses.map(safeOrigin))
}

function safeOrigin(address: string): string {
  if (!URL.canParse(address)) throw refusal(address, 'is not an address')
  const url = new URL(address)
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url.origin
  throw refusal(url.origin, 'is not encrypted')
}

/** Whether what is sent there stays on this machine. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

function refusal(address: string, what: string): AppError {
  return new AppError('wrong-use', `${address} ${what}, so nothing was sent to it`, {
    hint: 'Give an address that begins with https:// (http:// only for this machine, such as http://127.0.0.1:8080).',
  })
}
