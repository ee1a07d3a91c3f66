import tls from 'node:tls'
import { Client } from 'ldapts'
import { failure } from './failure.ts'
import { inTime } from './in-time.ts'
import type { Server } from './server.ts'
import { inWords } from './words.ts'

/**
 * A connection that is encrypted as was asked for, and signed in. It is used only while it is up: ldapts would connect anew
 * by itself, without StartTLS and without a user.
 */
export interface Connection {
  client: Client
  readonly isUp: boolean
}

/** Throws in words, within the server's time. */
export async function connect(server: Server, signal: AbortSignal): Promise<Connection> {
  const { url, security, user, password, timeoutMs } = server
  let isClosed = false
  // After StartTLS, ldapts does not notice any more that a connection is gone.
  const noticed = (options: tls.ConnectionOptions) =>
    tls.connect(options).once('close', () => (isClosed = true))
  const client = new Client({
    ...{ url, timeout: timeoutMs, connectTimeout: timeoutMs, strictDN: false },
    // With ldap://, these would have it speak TLS from the first byte on.
    ...(security === 'ldaps' ? { tlsOptions: server.tls() } : {}),
    ...(security === 'starttls' ? { createSecureConnection: noticed as typeof tls.connect } : {}),
  })
  try {
    // A handshake has no time limit of its own.
    await inTime(
      async () => {
        if (security === 'starttls') await encrypt(client, server)
        await client.bind(user, password)
      },
      { ms: timeoutMs, signal, host: server.host },
    )
    return {
      client,
      get isUp() {
        return client.isBound && !isClosed
      },
    }
  } catch (error) {
    hangUp(client)
    signal.throwIfAborted()
    throw inWords(error, server)
  }
}

async function encrypt(client: Client, server: Server): Promise<void> {
  try {
    await client.startTLS(server.tls())
  } catch (error) {
    if (typeof (error as { code?: unknown }).code !== 'number') throw error
    throw failure(
      'unavailable',
      `${server.host} refuses StartTLS`,
      'Ask it by ldaps://; a domain controller needs a certificate for either.',
    )
  }
}

/** Nobody waits for a server to say goodbye. */
export function hangUp(client: Client): void {
  client.unbind().catch(() => undefined)
}
