import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'ldapts'

/** Why there is no domain controller here; undefined where there can be one. Its ports are those that only root may take. */
export const noSamba: string | undefined =
  process.getuid?.() !== 0
    ? 'needs root'
    : existsSync('/usr/sbin/samba') && existsSync('/usr/bin/samba-tool')
      ? undefined
      : 'needs a domain controller of Samba (Debian: samba, samba-ad-dc, samba-ad-provision)'

const administratorsPassword = 'May-do-everything-1'

/** A domain of its own on this machine, with one controller that speaks LDAP and nothing else. */
export interface Samba extends AsyncDisposable {
  ldap: string
  ldaps: string
  base: string
  /** The domain's names: as users write them, `NAME@REALM` or `DOMAIN\NAME`. */
  realm: string
  domain: string
  /** The name in its certificate, and the file of who issued that. */
  serverName: string
  ca: string
  /** Changes something as its administrator. */
  change<T>(work: (client: Client) => Promise<T>): Promise<T>
}

const realm = 'ad.example.test'
const domain = 'ADEX'

/** Sets a domain up, which takes some seconds, and starts its controller. */
export async function startSamba(): Promise<Samba> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-samba-'))
  const file = (...parts: string[]) => path.join(home, ...parts)
  // Its ports are fixed; one address each, so that several can be there at the same time.
  const address = `127.${randomInt(1, 250)}.${randomInt(1, 250)}.${randomInt(2, 250)}`
  await mkdir(file('run'))
  await run('samba-tool', [
    ...['domain', 'provision', `--targetdir=${file('dc')}`, `--realm=${realm}`, `--domain=${domain}`],
    ...['--host-name=dc1', `--host-ip=${address}`, '--server-role=dc', '--use-rfc2307', '--dns-backend=NONE'],
    ...[`--adminpass=${administratorsPassword}`, `--option=interfaces=${address}/8`],
    ...['--option=bind interfaces only=yes', '--option=vfs objects=dfs_samba4 acl_xattr xattr_tdb'],
  ])
  await writeFile(
    file('smb.conf'),
    [
      ...['[global]', 'netbios name = DC1', `realm = ${realm}`, `workgroup = ${domain}`],
      ...['server role = active directory domain controller', 'idmap_ldb:use rfc2307 = yes'],
      ...[`interfaces = ${address}/8`, 'bind interfaces only = yes'],
      ...['lock directory', 'state directory', 'cache directory'].map(
        (name) => `${name} = ${file('dc', name.split(' ')[0] ?? '')}`,
      ),
      ...[`private dir = ${file('dc/private')}`, `binddns dir = ${file('dc/bind-dns')}`],
      ...[`pid directory = ${file('run')}`, `ncalrpc dir = ${file('run/ncalrpc')}`],
      ...[`log file = ${file('run/log.samba')}`, 'server services = ldap', 'dcerpc endpoint servers ='],
      ...['tls enabled = yes', ''],
    ].join('\n'),
  )
  const child = spawn('samba', ['-i', '-M', 'single', '-s', file('smb.conf')], { stdio: 'ignore' })
  while (!(await takesConnections(address, 636))) {
    if (child.exitCode !== null) throw new Error('samba did not start')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const urls = { ldap: `ldap://${address}`, ldaps: `ldaps://${address}` }
  const ca = file('dc/private/tls/ca.pem')
  const serverName = 'DC1.ad.example.test'
  return {
    ...{ ...urls, realm, domain, serverName, ca, base: 'DC=ad,DC=example,DC=test' },
    async change(work) {
      const tlsOptions = { ca: await readFile(ca, 'utf8'), servername: serverName }
      const client = new Client({ url: urls.ldaps, tlsOptions, timeout: 20_000, strictDN: false })
      try {
        await client.bind(`Administrator@${realm}`, administratorsPassword)
        return await work(client)
      } finally {
        await client.unbind()
      }
    },
    async [Symbol.asyncDispose]() {
      await ended(child)
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()))
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said.slice(-500)}`)
}

async function takesConnections(address: string, port: number): Promise<boolean> {
  const socket = connect(port, address)
  const isThere = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return isThere
}
