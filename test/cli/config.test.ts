import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, expect, test } from 'vitest'
import { endAll, orgmock, orgmockHere, serve } from '../support/command-line.ts'
import { ask } from '../support/http.ts'
import { entries } from '../support/providers.ts'

afterAll(endAll)

const folder = mkdtempSync(path.join(tmpdir(), 'orgmock-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileWith(text: string): string {
  const file = path.join(mkdtempSync(path.join(folder, 'file-')), 'orgmock.yaml')
  writeFileSync(file, text)
  return file
}

test('serve obeys the file: providers, counts, limits, tenants and host names', async () => {
  const file = fileWith(`only: [cloudflare, nirvana]
logLevel: silent
providers:
  cloudflare:
    tenants:
      team-a: { count: 3 }
      team-b: { faults: [{ code: 500 }] }
  nirvana: { count: 2, rateLimit: { requests: 1, windowSeconds: 60 } }
hosts: { cf.test: api.cloudflare.com }
`)
  const { url, admin } = await serve(['--config', file])
  expect((await entries(url, admin())).map(({ id }) => id)).toEqual(['cloudflare', 'nirvana'])
  const key = '7e57'.padEnd(37, '0')
  const teamA = await ask(url, '/client/v4/user/organizations', {
    headers: { Host: 'cf.test', 'X-Auth-Email': 'team-a@orgmock.test', 'X-Auth-Key': key },
  })
  expect(teamA.json()).toMatchObject({ result_info: { count: 3, total_count: 3 } })
  const teamB = await ask(url, '/cf.test/client/v4/user/organizations', {
    headers: { 'X-Auth-Email': 'team-b@orgmock.test', 'X-Auth-Key': key },
  })
  expect(teamB.status).toBe(500)
  const [, nirvana] = await entries(url, admin())
  const headers = { Authorization: `Bearer ${nirvana?.credentials['apiKey']}` }
  const first = await ask(url, '/api.nirvanalabs.io/v1/organizations', { headers })
  expect(first.json()).toMatchObject({ pagination: { total_count: 2 } })
  const second = await ask(url, '/api.nirvanalabs.io/v1/organizations', { headers })
  expect([second.status, second.header('retry-after')]).toEqual([429, '60'])
})

test('config prints every value with where it came from', async () => {
  const file = fileWith('count: 5\nproviders:\n  cradl: { seed: 4 }\n')
  const { stdout, code } = await orgmock(['config', '--config', file, '--port', '0', '--json'], {
    ORGMOCK_SEED: '9',
  })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    port: { value: 0, from: '--port' },
    seed: { value: 9, from: 'ORGMOCK_SEED' },
    count: { value: 5, from: `${file}:1:1` },
    host: { value: '127.0.0.1', from: 'default' },
    'providers.cradl.seed': { value: 4, from: `${file}:3:12` },
  })
  const text = await orgmock(['config', '--config', file])
  expect(text.stdout).toMatch(new RegExp(`^count +5 +${file}:1:1$`, 'm'))
})

test.each([
  ['journal: 5', '1:1: journal must be true or false or an object, not 5'],
  ['journal: { keep: { header: [a] } }', '1:20: unknown option "journal.keep.header": did you mean "headers"?'],
  [
    'journal: { keep: { headers: [X-A, X-Auth-Key] } }',
    '1:35: journal.keep.headers[1] is X-Auth-Key, which carries credentials: it is never shown',
  ],
])('config refuses %s', async (text, message) => {
  const file = fileWith(`${text}\n`)
  expect(await orgmockHere(['config', '--config', file])).toEqual({
    code: 2,
    stdout: '',
    stderr: `orgmock: ${file}:${message}\n`,
  })
})

test('config says that there is an admin token and where from, and never the token', async () => {
  const file = fileWith('adminTokenFile: token\n')
  writeFileSync(path.join(path.dirname(file), 'token'), 'that-of-the-file\n')
  const config = async (environment = {}, flags: readonly string[] = []) => {
    const { stdout, stderr, code } = await orgmockHere(['config', '--json', '--config', file, ...flags], environment)
    expect(stdout + stderr).not.toMatch(/of-the-file|of-the-variable/)
    return code === 0 ? (JSON.parse(stdout) as Record<string, unknown>)['adminToken'] : stderr
  }
  expect(await config()).toEqual({ value: '[Redacted]', from: `${file}:1:1` })
  // As every variable it wins over the file; beside a flag it is one token too many.
  const variable = { ORGMOCK_ADMIN_TOKEN: 'that-of-the-variable' }
  expect(await config(variable)).toEqual({ value: '[Redacted]', from: 'ORGMOCK_ADMIN_TOKEN' })
  expect(await config(variable, ['--admin-token-file', 'x'])).toMatch(/are two tokens: give one of them/)
  expect(await config({}, ['--admin-token-file', 'x'])).toMatch(/the admin token's file x cannot be read/)
  expect(await config({}, ['--no-admin'])).toBeUndefined()
})

// Line and column of the name that is wrong, or of the item.
test.each([
  ['providers:\n  nope: {}', '2:3: unknown provider "nope"; known are cekura, cloudflare, cradl, nirvana'],
  ['only: [nope]', '1:1: unknown provider "nope"; known are cekura, cloudflare, cradl, nirvana'],
  ['hosts:\n  a.test: b.test', '2:3: hosts.a.test must be one of api.cekura.ai, '],
  [
    'providers:\n  cloudflare:\n    faults: [{ code: 299 }]',
    '3:16: providers.cloudflare.faults[0].code must be one of 400, ',
  ],
  [
    'providers:\n  cloudflare:\n    tenants:\n      a: { faults: [{ error: nope }] }',
    '4:23: providers.cloudflare.tenants.a.faults[0].error must be one of ',
  ],
  [
    'providers:\n  nirvana:\n    faults:\n      - code: 429\n        evry: 2',
    '5:9: unknown option "providers.nirvana.faults[0].evry": did you mean "every"?',
  ],
  [
    'providers:\n  nirvana:\n    faults: [{ every: 2 }]',
    '3:14: providers.nirvana.faults[0] needs error, code, wire or delayMs',
  ],
  [
    'providers:\n  cloudflare:\n    faults: [{ error: "9103", code: 403 }]',
    '3:14: providers.cloudflare.faults[0] names an error and a code: give one of them',
  ],
  [
    'providers:\n  nirvana:\n    faults: [{ delayMs: [20, 10] }]',
    '3:16: providers.nirvana.faults[0].delayMs must be a list of two numbers in rising order or a whole number from 0 to 300000, not [20,10]',
  ],
  [
    'providers:\n  nirvana:\n    rateLimit: { requests: 0, windowSeconds: 1 }',
    '3:18: providers.nirvana.rateLimit.requests must be a whole number from 1 to 1000000, not 0',
  ],
  ['providers:\n  nirvana: { count: -1 }', '2:14: providers.nirvana.count must be a whole number from 0 to 10000000'],
  [
    'providers:\n  nirvana:\n    tenants:\n      Team A: {}',
    '4:7: providers.nirvana.tenants.Team A must be letters, digits and hyphens',
  ],
  [
    'providers:\n  nirvana:\n    tenants:\n      a: {}\n      a/b: { faults: [{ code: 429 }] }',
    '5:7: providers.nirvana.tenants.a/b must be letters, digits and hyphens',
  ],
])('what only the providers know to be wrong is refused with line and column: %s', async (text, sentence) => {
  const file = fileWith(text)
  for (const command of ['config', 'serve']) {
    const { stderr, code } = await orgmockHere([command, '--config', file])
    expect(code).toBe(2)
    expect(stderr).toContain(`orgmock: ${file}:${sentence}`)
    expect(stderr.trimEnd()).not.toContain('\n')
  }
})

test('schema config prints the JSON Schema of the file', async () => {
  const { stdout, code } = await orgmock(['schema', 'config'])
  expect(code).toBe(0)
  const schema = JSON.parse(stdout) as { title: string; type: string }
  expect(schema).toMatchObject({ title: 'orgmock.yaml', type: 'object' })
  const isRight = new Ajv2020({ strictRequired: false, allowUnionTypes: true }).compile(schema)
  const faults = (...rules: object[]) => ({ providers: { nirvana: { faults: rules } } })
  expect(isRight({ seed: 1, tls: true, ...faults({ wire: 'slow-body', every: 3 }) })).toBe(true)
  for (const wrong of [{ sed: 1 }, faults({ every: 3 }), faults({ error: '404', code: 404 }), faults({ wire: 'x' })]) {
    expect(isRight(wrong), JSON.stringify(wrong)).toBe(false)
  }
})
