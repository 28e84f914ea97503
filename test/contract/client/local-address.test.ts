import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLocalAddress, isOwnHost } from '../../../src/contract/client/local-address.ts'

// First and last addresses by hand, from RFC 1918, 3927, 4193, 4291, 6598 and IANA's registries of special-purpose addresses.
const networks: readonly (readonly [first: string, last: string, before: string, behind: string])[] = [
  ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
  ['172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
  ['192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
  ['169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
  ['127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
  ['100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
  ['198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
  ['192.0.2.0', '192.0.2.255', '192.0.1.255', '192.0.3.0'],
  ['198.51.100.0', '198.51.100.255', '198.51.99.255', '198.51.101.0'],
  ['203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
  ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fbff:ffff::1', 'fe00::1'],
  ['fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fe7f:ffff::1', 'fec0::1'],
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db7:ffff::1', '2001:db9::1'],
]

test.each(networks)('%s to %s does not reach the Internet, its neighbours do', (first, last, before, behind) => {
  expect([first, last, before, behind].map(isLocalAddress)).toEqual([true, true, false, false])
})

test('an IPv4 address is judged alike in the notation of IPv6', () => {
  const byte = fc.integer({ min: 0, max: 255 })
  fc.assert(
    fc.property(byte, byte, byte, byte, (a, b, c, d) => {
      const hex = [(a << 8) | b, (c << 8) | d].map((part) => part.toString(16)).join(':')
      const plain = isLocalAddress(`${a}.${b}.${c}.${d}`)
      expect([isLocalAddress(`::ffff:${a}.${b}.${c}.${d}`), isLocalAddress(`::ffff:${hex}`)]).toEqual([plain, plain])
    }),
  )
})

test.each(['1.1.1.1', '8.8.8.8', '2606:4700:4700::1111', '2001:4860:4860::8888', '64:ff9b::a00:1', 'example.com', ''])(
  '%j is not local',
  (text) => expect([isLocalAddress(text), isOwnHost(text)]).toEqual([false, false]),
)

test.each([
  ...['localhost', 'LOCALHOST', 'localhost.', 'api.localhost', 'a.b.localhost.'],
  ...['127.0.0.1', '127.8.9.10', '::1', '0.0.0.0', '::', '::ffff:127.0.0.1', '::ffff:7f00:1'],
])('%s is this machine', (host) => expect(isOwnHost(host)).toBe(true))

test.each(['notlocalhost', 'localhost.example.com', 'localhost.evil', '10.0.0.1', '126.255.255.255', '::2'])(
  '%s is another machine',
  (host) => expect(isOwnHost(host)).toBe(false),
)

test('an address that names its interface is judged without it', () => {
  expect(isLocalAddress('fe80::1%eth0')).toBe(true)
})
