import { BlockList, isIP } from 'node:net'

/** Of this machine itself (RFC 1122, 3.2.1.3; RFC 4291, 2.5.2 and 2.5.3): what is sent to the unspecified address comes back too. */
const own = blockList(['127.0.0.0/8', '0.0.0.0/32', '::1/128', '::/128'])
/**
 * What the Internet does not route: private and shared networks, single links, and networks for benchmarks and documents, which laboratories
 * use (RFC 6890 and IANA's registries of special-purpose addresses, "globally reachable: false").
 */
const local = blockList([
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'],
  ...['198.18.0.0/15', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'],
  ...['fc00::/7', 'fe80::/10', '2001:db8::/32'],
])

/** Whether a host name or an address, without brackets, is this machine's own; RFC 6761, 6.3, reserves the names. */
export function isOwnHost(host: string): boolean {
  return /(^|\.)localhost\.?$/i.test(host) || isIn(own, host)
}

/** Whether an address is of this machine or of a network that the Internet does not route. */
export function isLocalAddress(address: string): boolean {
  return isIn(own, address) || isIn(local, address)
}

/** Whether one of these networks (`10.0.0.0/8`, or a single address) holds the address; a text that is no network holds none. */
export function isInNetworks(networks: readonly string[], address: string): boolean {
  const family = isIP(address)
  // To a BlockList ::/0 holds every IPv4 address too.
  const alike = networks.filter((network) => isIP(network.split('/')[0] ?? '') === family)
  return family !== 0 && isIn(blockList(alike), address)
}

function isIn(list: BlockList, address: string): boolean {
  // A link-local address may name its interface: fe80::1%eth0.
  const [bare = ''] = address.split('%')
  const family = isIP(bare)
  // An IPv4 address in IPv6's notation is judged as the one that it is.
  return family !== 0 && list.check(bare, family === 4 ? 'ipv4' : 'ipv6')
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [, address = '', digits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(network) ?? []
    const isIPv4 = isIP(address) === 4
    const most = isIPv4 ? 32 : 128
    const bits = Number(digits ?? most)
    if (isIP(address) !== 0 && bits <= most) list.addSubnet(address, bits, isIPv4 ? 'ipv4' : 'ipv6')
  }
  return list
}
