import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { endAll, orgmock, serve } from '../support/command-line.ts'
import { ask } from '../support/http.ts'
import { entries } from '../support/providers.ts'

afterAll(endAll)

function fileWith(text: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'orgmock-config-')), 'orgmock.yaml')
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
  const { url } = await serve(['--config', file])
  expect((await entries(url)).map(({ id }) => id)).toEqual(['cloudflare', 'nirvana'])
  const key = '7e57'.padEnd(37, '0')
  const teamA = await ask(url, '/client/v4/user/organizations', {
    headers: { Host: 'cf.test', 'X-Auth-Email': 'team-a@orgmock.test', 'X-Auth-Key': key },
  })
  expect(teamA.json()).toMatchObject({ result_info: { count: 3, total_count: 3 } })
  const teamB = await ask(url, '/cf.test/client/v4/user/organizations', {
    headers: { 'X-Auth-Email': 'team-b@orgmock.test', 'X-Auth-Key': key },
  })
  expect(teamB.status).toBe(500)
  const [, nirvana] = await entries(url)
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
  ['providers:\n  nope: {}', '2:3: unknown provider "nope"; known are cekura, cloudflare, cradl, nirvana'],
  ['only: [nope]', '1:1: unknown provider "nope"; known are cekura, cloudflare, cradl, nirvana'],
  ['hosts:\n  a.test: b.test', '2:3: hosts.a.test must be one of api.cekura.ai, '],
  [
    'providers:\n  cloudflare:\n    faults: [{ code: 299 }]',
    '3:16: providers.cloudflare.faults.0.code must be one of 400, ',
  ],
  [
    'providers:\n  cloudflare:\n    tenants:\n      a: { faults: [{ error: nope }] }',
    '4:23: providers.cloudflare.tenants.a.faults.0.error must be one of ',
  ],
])('what only the providers know to be wrong is refused with line and column: %s', async (text, sentence) => {
  const file = fileWith(text)
  for (const command of ['config', 'serve']) {
    const { stderr, code } = await orgmock([command, '--config', file])
    expect(code).toBe(2)
    expect(stderr).toContain(`orgmock: ${file}:${sentence}`)
    expect(stderr.trimEnd()).not.toContain('\n')
  }
})

test('schema config prints the JSON Schema of the file', async () => {
  const { stdout, code } = await orgmock(['schema', 'config'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ title: 'orgmock.yaml', type: 'object' })
})
