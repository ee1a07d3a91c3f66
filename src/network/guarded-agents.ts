import { Agent as HttpAgent, type AgentOptions } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { connect, isIP, type LookupFunction, type Socket, type TcpNetConnectOpts } from 'node:net'
import { connect as encrypt } from 'node:tls'
import { AppError } from '../errors.ts'
import type { Reach } from './admitted-hosts.ts'
import { isLoopbackAddress, isPublicAddress } from './guarded-address.ts'

export interface AgentWishes {
  /** Until a connection stands, encrypted where it is to be. */
  connectMs: number
  /** For tests: how names are resolved, and which certificates and addresses are relied on. */
  lookup?: LookupFunction
  ca?: string
  isPublic?: (address: string) => boolean
}

type Connected = (error: Error | null, socket?: Socket) => void
type Connect = (options: TcpNetConnectOpts, done: Connected) => undefined

/**
 * Agents whose connections lead where they may, judged by the address that the socket is connected to, before a byte
 * is sent: a name is resolved once only, and an address in whatever spelling is the address it is. Each keeps
 * connections of its own, so that what was opened under one rule is not used under another.
 */
export function guardedAgents(wishes: AgentWishes) {
  const { isPublic = isPublicAddress, ca } = wishes
  const how: AgentOptions = { keepAlive: true, timeout: 5_000 }
  const opening = new Set<Socket>()

  function secure(mayReach: (address: string) => boolean): HttpsAgent {
    const agent = new HttpsAgent({ ...how, ...(ca === undefined ? {} : { ca }) })
    return Object.assign(agent, { createConnection: connecting(mayReach, encrypt) })
  }
  const agents = {
    public: secure(isPublic),
    anywhere: secure(() => true),
    loopback: Object.assign(new HttpAgent(how), { createConnection: connecting(isLoopbackAddress) }),
  } satisfies Record<Reach, unknown>

  function connecting(mayReach: (address: string) => boolean, overTls?: typeof encrypt): Connect {
    return (options, done) => {
      const { host = '', port } = options
      const lookup = wishes.lookup ? { lookup: wishes.lookup } : {}
      // A literal address need not be knocked at.
      if (isIP(host) !== 0 && !mayReach(host)) {
        process.nextTick(() => done(refusal(host, host)))
        return undefined
      }
      const plain = connect({ host, port, noDelay: true, ...lookup })
      let socket = plain
      opening.add(plain)
      const timer = setTimeout(() => socket.destroy(lateness(wishes.connectMs)), wishes.connectMs).unref()
      // Stays for good: whatever else goes wrong with a connection is the business of the request that has it.
      const settle = (error: Error | null) => {
        if (!opening.delete(plain)) return
        clearTimeout(timer)
        if (error) done(error)
        else done(null, socket)
      }
      plain.on('error', settle).once('connect', () => {
        const { remoteAddress: address = 'nowhere' } = plain
        if (!mayReach(address)) return void plain.destroy(refusal(host, address))
        if (!overTls) return settle(null)
        socket = overTls({ ...options, socket: plain })
          .on('error', settle)
          .once('secureConnect', () => settle(null))
      })
    }
  }

  return {
    ...agents,
    destroy(): void {
      for (const agent of Object.values(agents)) agent.destroy()
      for (const socket of opening) socket.destroy()
    },
  }
}

function refusal(host: string, address: string): AppError {
  const where = host === address ? host : `${host} leads to ${address}, which`
  return new AppError(
    'plugin',
    `${where} is not an address of the public network, so nothing was sent there; where it is meant, set an option of the generator to its address`,
  )
}

function lateness(ms: number): Error {
  return Object.assign(new Error(`no connection within ${ms / 1_000} s`), {
    code: 'ETIMEDOUT',
    syscall: 'connect',
  })
}
