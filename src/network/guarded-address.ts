import { BlockList, isIPv4 } from 'node:net'

/** IPv4 addresses that are nobody's in the public network. Source: IANA's special-purpose registry, and multicast. */
const special = subnets('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast, reserved, and broadcast.
  ['224.0.0.0', 3],
])

/**
 * All IPv6 addresses that are given out. Whatever lies outside is local, multicast, or an IPv4 address in disguise
 * (`::ffff:0:0/96`, NAT64), which may lead anywhere.
 */
const global = subnets('ipv6', [['2000::', 3]])
/** What in it is a protocol's (Teredo among them), for documentation, or 6to4. */
const specialGlobal = subnets('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
])

const loopback = subnets('ipv4', [['127.0.0.0', 8]])
loopback.addAddress('::1', 'ipv6')

/** Whether an address, as a socket gives it, is one of the public network. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4')
  return global.check(address, 'ipv6') && !specialGlobal.check(address, 'ipv6')
}

/** Whether what is sent to an address stays on this machine. */
export function isLoopbackAddress(address: string): boolean {
  return loopback.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

function subnets(family: 'ipv4' | 'ipv6', list: readonly (readonly [net: string, prefix: number])[]) {
  const blocks = new BlockList()
  for (const [net, prefix] of list) blocks.addSubnet(net, prefix, family)
  return blocks
}
