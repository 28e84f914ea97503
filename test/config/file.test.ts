import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parseConfig, readConfigFile, SettingsError, settle } from '../../src/config/index.ts'

const whole = `port: 0
seed: 7
count: 30
only: [cloudflare, nirvana]
logLevel: warn
providers:
  cloudflare:
    seed: 3
    rateLimit: { requests: 5, windowSeconds: 60 }
    faults:
      - { error: "9103", every: 3 }
    tenants:
      team-a: { seed: 3, count: 10, faults: [{ wire: slow-body }] }
  nirvana:
    rateLimit: true
hosts:
  cf.test: api.cloudflare.com
`

async function refusal(text: string): Promise<string> {
  try {
    await parseConfig('orgmock.yaml', text)
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError)
    return (error as Error).message
  }
  throw new Error('it was taken')
}

test('a file says settings, providers and hosts', async () => {
  const { values, providers, hosts } = await parseConfig('orgmock.yaml', whole)
  expect(values).toEqual({ port: 0, seed: 7, count: 30, only: ['cloudflare', 'nirvana'], logLevel: 'warn' })
  expect(providers).toEqual({
    cloudflare: {
      seed: 3,
      rateLimit: { requests: 5, windowSeconds: 60 },
      faults: [{ error: '9103', every: 3 }],
      tenants: { 'team-a': { seed: 3, count: 10, faults: [{ wire: 'slow-body' }] } },
    },
    nirvana: { rateLimit: true },
  })
  expect(hosts).toEqual({ 'cf.test': 'api.cloudflare.com' })
})

test('a file says how firm the rules of a check must be', async () => {
  expect((await parseConfig('orgmock.yaml', 'check: { requireBasis: observed }\n')).check).toEqual({
    requireBasis: 'observed',
  })
  expect((await parseConfig('orgmock.yaml', 'port: 0\n')).check).toEqual({})
  expect(await refusal('check: { requireBasis: sure }\n')).toMatch(/^orgmock\.yaml:1:\d+: .*documented, observed/)
  expect(await refusal('check: { failOn: drift }\n')).toMatch(/^orgmock\.yaml:1:\d+: .*failOn/)
})

test('a file says how a check connects, with files from where it stands', async () => {
  const text =
    'check: { insecureHttp: true, proxy: false, ca: ca.pem, clientCert: pki/me.pem, clientKey: /keys/me.key }\n'
  expect((await parseConfig('/etc/orgmock/orgmock.yaml', text)).check).toEqual({
    insecureHttp: true,
    proxy: false,
    ca: '/etc/orgmock/ca.pem',
    clientCert: '/etc/orgmock/pki/me.pem',
    clientKey: '/keys/me.key',
  })
  expect(await refusal('check: { clientKey: me.key }\n')).toMatch(
    /^orgmock\.yaml:1:\d+: check\.clientCert and check\.clientKey belong together: give both or neither$/,
  )
  expect(await refusal('check: { proxy: none }\n')).toMatch(/check\.proxy must be true or false, not "none"$/)
})

test('an empty file says nothing', async () => {
  expect((await parseConfig('orgmock.yaml', '# later\n')).values).toEqual({})
})

test('the file wins over the default, the variable over the file, the flag over the variable', async () => {
  const file = await parseConfig('orgmock.yaml', whole)
  const { settings, origins } = settle({ seed: '9' }, { ORGMOCK_SEED: '8', ORGMOCK_COUNT: '40' }, file)
  expect(settings).toMatchObject({ seed: 9, count: 40, port: 0, host: '127.0.0.1' })
  expect(origins).toMatchObject({
    seed: '--seed',
    count: 'ORGMOCK_COUNT',
    port: 'orgmock.yaml:1:1',
    logLevel: 'orgmock.yaml:5:1',
    host: 'default',
  })
})

test('what belongs together and is not told where it stands in the file', async () => {
  const file = await parseConfig('orgmock.yaml', 'seed: 1\ntlsKey: key.pem\n')
  expect(() => settle({}, {}, file)).toThrow(/^orgmock\.yaml:2:1: --tls-cert and --tls-key belong together/)
  expect(() => settle({ tlsCert: 'a' }, {})).toThrow(/^--tls-cert and --tls-key belong together/)
})

// Line and column of the name that is wrong, or of the item.
const mistakes: readonly (readonly [string, string, RegExp])[] = [
  [
    'a text for a number',
    'count: many',
    /^orgmock\.yaml:1:1: count must be a whole number from 0 to 10000000, not "many"$/,
  ],
  [
    'a number too large',
    'seed: 1\nport: 70000',
    /^orgmock\.yaml:2:1: port must be a whole number from 0 to 65535, not 70000$/,
  ],
  ['an unknown name', 'sed: 1', /^orgmock\.yaml:1:1: unknown option "sed": did you mean "seed"\?$/],
  ['an unknown level', 'logLevel: loud', /^orgmock\.yaml:1:1: logLevel must be one of silent, .*, not "loud"$/],
  ['a list for a map', 'providers: [cloudflare]', /^orgmock\.yaml:1:1: providers must be an object, not a list$/],
  [
    'a text for a provider',
    'providers:\n  nirvana: 3',
    /^orgmock\.yaml:2:3: providers\.nirvana must be an object, not 3$/,
  ],
  ['an address that is none', 'host: a b', /^orgmock\.yaml:1:1: host must be an IP address or a host name, not "a b"$/],
  [
    'a name that no certificate has',
    'tlsNames: ["192.0.2.1", "::1", "*.a.test", "a:b"]',
    /^orgmock\.yaml:1:\d+: tlsNames\[3\] must be a host name or an IP address, not "a:b"$/,
  ],
  [
    'a name that no host has',
    'hosts:\n  a b: api.cekura.ai',
    /^orgmock\.yaml:2:3: hosts\.a b must be the name of a host, not "a b"$/,
  ],
  ['a name twice', 'seed: 1\nseed: 2', /^orgmock\.yaml:2:1: Map keys must be unique$/],
  ['no YAML', 'seed: [1', /^orgmock\.yaml:1:\d+: /],
  ['no map', '- 1', /^orgmock\.yaml:1:1: the file must be an object, not \[1\]$/],
  [
    'a merge key',
    'seed: 1\nproviders: {cekura: {<<: {a: 1}}}',
    /^orgmock\.yaml:2:22: merge key <<: write the members out$/,
  ],
  ['an alias', 'seed: &a 1\ncount: *a', /^orgmock\.yaml:2:8: alias \*a: write the value out$/],
]

describe('refuses in one line, with line and column:', () => {
  test.each(mistakes)('%s', async (_, text, sentence) => {
    const message = await refusal(text)
    expect(message).toMatch(sentence)
    expect(message).not.toContain('\n')
  })
})

test('a path in a file is meant from where the file stands', async () => {
  const { values } = await parseConfig('/etc/orgmock/orgmock.yaml', 'tlsCert: tls/cert.pem\ntlsKey: /run/key.pem')
  expect(values).toEqual({ tlsCert: '/etc/orgmock/tls/cert.pem', tlsKey: '/run/key.pem' })
})

test('a file that is named must be there, and orgmock.yaml need not', async () => {
  await expect(readConfigFile('/nowhere/orgmock.yaml', {})).rejects.toThrow(
    '--config: /nowhere/orgmock.yaml is not there',
  )
  await expect(readConfigFile(undefined, { ORGMOCK_CONFIG: '/nowhere/o.yaml' })).rejects.toThrow(
    '/nowhere/o.yaml is not there',
  )
  expect(await readConfigFile(undefined, {})).toBeUndefined()
})

test('a folder or a huge file is refused', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'orgmock-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  await expect(readConfigFile(folder, {})).rejects.toThrow('is a folder')
  const huge = path.join(folder, 'huge.yaml')
  writeFileSync(huge, '#'.repeat(1024 * 1024 + 1))
  await expect(readConfigFile(huge, {})).rejects.toThrow('is larger than 1 MiB')
})
