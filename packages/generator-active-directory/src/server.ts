import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { Options } from '@avatarctl/sdk'
import { failure } from './failure.ts'

/** Which server is asked, how, and by whom. */
export interface Server {
  url: string
  /** As it is named in sentences: with its port, where that is said. */
  host: string
  security: 'ldaps' | 'starttls' | 'none'
  /** For one connection: a copy, as ldapts writes into what it is handed. */
  tls(): ConnectionOptions
  user: string
  password: string
  /** For one question, in milliseconds. */
  timeoutMs: number
}

/** Throws where something of it cannot be right, before anybody is asked. */
export async function serverFrom(options: Options, secrets: Record<string, string>): Promise<Server> {
  const { url, user, unencrypted, ca, serverName, timeout } = options as {
    url: string
    user: string
    unencrypted?: boolean
    ca?: string
    serverName?: string
    timeout?: number
  }
  const { password = '' } = secrets
  const address = new URL(url)
  // A server takes a name without a password for nobody in particular, and agrees.
  if (password === '') throw failure('unauthorised', `there is no password for ${user}`)
  if (!/[=@\\]/.test(user))
    throw failure('unusable', `the user "${user}" is no DN, no NAME@DOMAIN and no DOMAIN\\NAME`)
  const isTls = address.protocol === 'ldaps:'
  if (isTls && unencrypted)
    throw failure('unusable', 'ldaps:// is encrypted, and the option unencrypted is given')
  const name = address.hostname.replace(/^\[|\]$/g, '')
  const trusted = ca === undefined ? undefined : await certificatesIn(ca)
  return {
    ...{ url: `${address.protocol}//${address.host}`, host: address.host, user, password },
    security: isTls ? 'ldaps' : unencrypted ? 'none' : 'starttls',
    tls: () => ({
      host: name,
      ...(serverName !== undefined || isIP(name) === 0 ? { servername: serverName ?? name } : {}),
      ...(trusted === undefined ? {} : { ca: trusted }),
    }),
    timeoutMs: (timeout ?? 10) * 1000,
  }
}

async function certificatesIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw failure('unusable', `the option ca: ${(error as Error).message}`)
  })
  // Node takes what is no certificate for none, and says nothing.
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw failure('unusable', `there is no certificate in ${file}`, 'The option ca takes a PEM file.')
  return text
}
