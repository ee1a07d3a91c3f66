import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { once } from 'node:events'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'ldapts'
import { until } from '../../../test/support/until.ts'
import { loopbackCertificate, loopbackKey } from '../../../test/support/loopback-certificate.ts'

const program = '/usr/sbin/slapd'

/** Why there is no OpenLDAP here; undefined where there is one. */
export const noSlapd: string | undefined = existsSync(program) ? undefined : 'needs slapd (Debian: slapd)'

/** One entry of the directory: its name, and values by attribute. */
export interface DirectoryEntry {
  dn: string
  values: Record<string, string | Uint8Array | readonly (string | Uint8Array)[]>
}

export const base = 'dc=example,dc=test'
export const reader = { user: `uid=reader,${base}`, password: 'opens-the-reading-room' }
const admin = { user: `cn=admin,${base}`, password: 'may-do-everything-here' }

export interface Slapd extends AsyncDisposable {
  /** Addresses as the option `url` takes them. */
  ldap: string
  ldaps: string
  port: number
  /** Changes something, as who may do everything. */
  change(work: (client: Client) => Promise<unknown>): Promise<void>
  stop(): Promise<void>
  start(): Promise<void>
}

export interface SlapdWish {
  /** Lines for the part of the configuration that is for all of the server. */
  server?: readonly string[]
  /** What whoever reads is held to. */
  limits?: string
  tls?: boolean
  /** Who may read what, in place of everybody who has signed in everything. */
  access?: readonly string[]
}

/** The attributes of Active Directory that OpenLDAP does not know, under the numbers that they have there. */
const schema = `
attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.656 NAME 'userPrincipalName' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.2.210 NAME 'proxyAddresses' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.2.840.113556.1.4.35 NAME 'employeeID' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.721 NAME 'ipPhone' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 2.16.840.1.113730.3.1.35 NAME 'thumbnailPhoto' SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
objectclass ( 1.3.6.1.4.1.99999.1 NAME 'userOfActiveDirectory' AUXILIARY MAY ( userAccountControl $ userPrincipalName $ proxyAddresses $ employeeID $ ipPhone $ thumbnailPhoto ) )
`

const everything = ['access to * by users read by * none']

/** Starts an OpenLDAP of its own on this machine, with these entries below its base, for as long as it is used. */
export async function startSlapd(
  entries: readonly DirectoryEntry[],
  { server = [], limits = 'size=unlimited', tls = true, access = everything }: SlapdWish = {},
): Promise<Slapd> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-slapd-'))
  await mkdir(path.join(home, 'db'))
  const file = (name: string) => path.join(home, name)
  await writeFile(file('cert.pem'), loopbackCertificate)
  await writeFile(file('key.pem'), loopbackKey, { mode: 0o600 })
  await writeFile(file('entries.ldif'), ldif([...foundation, ...entries]))
  await writeFile(
    file('slapd.conf'),
    [
      ...['core', 'cosine', 'inetorgperson'].map((one) => `include /etc/ldap/schema/${one}.schema`),
      schema.trim(),
      `pidfile ${file('slapd.pid')}`,
      ...['modulepath /usr/lib/ldap', 'moduleload back_mdb'],
      ...(tls ? [`TLSCertificateFile ${file('cert.pem')}`, `TLSCertificateKeyFile ${file('key.pem')}`] : []),
      ...server,
      ...['database mdb', 'maxsize 1073741824', 'dbnosync', `suffix "${base}"`, `directory ${file('db')}`],
      ...[`rootdn "${admin.user}"`, `rootpw ${admin.password}`],
      ...['index objectClass,mail,proxyAddresses,userPrincipalName,employeeID,employeeNumber eq'],
      `limits dn.exact="${reader.user}" ${limits}`,
      ...['access to attrs=userPassword by anonymous auth by * none', ...access],
      '',
    ].join('\n'),
  )
  const added = spawnSync('/usr/sbin/slapadd', ['-q', '-f', file('slapd.conf'), '-l', file('entries.ldif')])
  if (added.status !== 0) throw new Error(`slapadd: ${added.stderr.toString()}`)
  let [port, tlsPort] = [0, 0]
  const addresses = () => ({ ldap: `ldap://127.0.0.1:${port}`, ldaps: `ldaps://127.0.0.1:${tlsPort}` })
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    const { ldap, ldaps } = addresses()
    await rm(file('slapd.pid'), { force: true })
    const how = ['-f', file('slapd.conf'), '-h', tls ? `${ldap} ${ldaps}` : ldap, '-d', '0']
    const starting = (child = spawn(program, how, { stdio: 'ignore' }))
    const mustRun = () => {
      if (starting.exitCode !== null) throw new Error('slapd did not start')
    }
    // It writes this once its ports are its own, and listens a moment later.
    await until(() => {
      mustRun()
      return existsSync(file('slapd.pid'))
    })
    while (!(await takesConnections(port))) mustRun()
  }
  /** Somebody else may have taken a port that was free a moment ago. */
  async function startSomewhere(tries: number): Promise<void> {
    ;[port, tlsPort] = [await freePort(), await freePort()]
    await start().catch(async (error: unknown) => {
      if (tries <= 1) throw error
      await startSomewhere(tries - 1)
    })
  }
  async function stop(): Promise<void> {
    const running = child
    child = undefined
    if (!running || running.exitCode !== null) return
    running.kill('SIGKILL')
    await once(running, 'exit')
  }

  await startSomewhere(5)
  return {
    ...addresses(),
    port,
    start,
    stop,
    async change(work) {
      const client = new Client({ url: addresses().ldap, timeout: 5_000, strictDN: false })
      try {
        await client.bind(admin.user, admin.password)
        await work(client)
      } finally {
        await client.unbind()
      }
    },
    async [Symbol.asyncDispose]() {
      await stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

const foundation: DirectoryEntry[] = [
  { dn: base, values: { objectClass: ['dcObject', 'organization'], dc: 'example', o: 'Example' } },
  {
    dn: reader.user,
    values: {
      ...{ objectClass: ['account', 'simpleSecurityObject'], uid: 'reader', userPassword: reader.password },
    },
  },
  { dn: `ou=people,${base}`, values: { objectClass: 'organizationalUnit', ou: 'people' } },
]

function ldif(entries: readonly DirectoryEntry[]): string {
  const line = (name: string, value: string | Uint8Array) =>
    `${name}:: ${Buffer.from(value as string).toString('base64')}\n`
  const text = ({ dn, values }: DirectoryEntry) =>
    line('dn', dn) +
    Object.entries(values)
      .flatMap(([name, all]) =>
        (Array.isArray(all) ? (all as (string | Uint8Array)[]) : [all as string]).map((one) =>
          line(name, one),
        ),
      )
      .join('')
  return entries.map(text).join('\n')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const isThere = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return isThere
}
