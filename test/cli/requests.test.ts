import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { requestText } from '../../src/cli/request-text.ts'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import type { JsonObject } from '../../src/spec/index.ts'
import { orgmockHere } from '../support/command-line.ts'
import { ask } from '../support/http.ts'

// orgmock requests: the journal of a running server, for people and for programs.

let server: MockServer
const token = 'the-token-of-16-'

beforeAll(async () => {
  server = await startMockServer({ adminToken: token, count: 25, only: ['nirvana', 'cloudflare'] })
  const { apiKey } = server.credentials('nirvana')
  const target = '/api.nirvanalabs.io/v1/organizations'
  await ask(server.url, `${target}?limit=20`, { headers: { Authorization: `Bearer ${apiKey}` } })
  await ask(server.url, target)
  await ask(server.url, '/api.cloudflare.com/client/v4/user/organizations?__error=cloudflare.9103')
})
afterAll(() => server.close())

function requests(...flags: readonly string[]) {
  return orgmockHere(['requests', '--url', server.url, ...flags], { ORGMOCK_ADMIN_TOKEN: token })
}

test('prints each request with its answer and what was decided', async () => {
  const { code, stdout, stderr } = await requests()
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout.replaceAll(/\d\d:\d\d:\d\d\.\d{3}/g, 'HH:MM:SS.mmm')).toBe(
    `#1      HH:MM:SS.mmm  200  GET   nirvana     ordinary    /v1/organizations?limit=20
        items 1 to 20 of 25
#2      HH:MM:SS.mmm  401  GET   nirvana     -           /v1/organizations
        nirvana.missing_api_key
#3      HH:MM:SS.mmm  403  GET   cloudflare  -           /client/v4/user/organizations?__error=cloudflare.9103
        error cloudflare.9103: asked for by the request
`,
  )
})

test('takes the filters of the admin API', async () => {
  expect((await requests('--status', '4xx', '--order', 'desc', '--limit', '1')).stdout).toMatch(/^#3 [^#]+$/)
  expect((await requests('--provider', 'nirvana', '--tenant', '')).stdout).toMatch(/^#2 [^#]+$/)
  const wrong = await requests('--status', 'x')
  expect([wrong.code, wrong.stderr]).toEqual([
    2,
    'orgmock: status must be a whole number from 100 to 599 or a class such as 5xx, not "x"\n',
  ])
})

test('prints NDJSON and an HTTP Archive as the admin API gives them', async () => {
  const lines = (await requests('--format', 'ndjson')).stdout.trimEnd().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { readonly seq: number }).seq)).toEqual([1, 2, 3])
  const { log } = JSON.parse((await requests('--format', 'har', '--limit', '2')).stdout)
  expect([log.version, log.entries.length]).toEqual(['1.2', 2])
  expect((await requests('--format', 'xml')).code).toBe(2)
})

test('exits with 3 when nobody is there, or keeps no journal, or is no orgmock', async () => {
  expect(await orgmockHere(['requests', '--url', 'http://127.0.0.1:9'])).toEqual({
    code: 3,
    stdout: '',
    stderr: expect.stringMatching(/^orgmock: http:\/\/127\.0\.0\.1:9 cannot be reached \(.+\n$/),
  })
  const without = await startMockServer({ journal: false })
  onTestFinished(() => without.close())
  expect((await orgmockHere(['requests', '--url', without.url])).stderr).toBe(
    `orgmock: ${without.url} gives no requests: the journal is switched off: start without --no-journal and ORGMOCK_JOURNAL=false\n`,
  )
  const other = http.createServer((_, response) => void response.setHeader('Content-Type', 'text/html').end('<p>'))
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  expect(await orgmockHere(['requests', '--url', url])).toEqual({
    code: 3,
    stdout: '',
    stderr: `orgmock: ${url} gives no requests: what listens there answers 200 (text/html)\n`,
  })
})

describe('a request as text', () => {
  const entry: JsonObject = {
    seq: 12,
    time: '2026-01-01T10:20:30.405Z',
    provider: 'cloudflare',
    request: { method: 'GET', path: '/client/v4/user/organizations', query: `name=${'x'.repeat(80)}\u001b[31m` },
    answer: { status: 403 },
    decided: { error: 'cloudflare.9103', fault: 'error cloudflare.9103: asked for by the request' },
    note: 'name is masked',
  }

  test('has lines of its own in 60 columns, and none is longer', () => {
    expect(requestText(entry, 60)).toBe(
      `#12     10:20:30.405  403  GET   cloudflare  -
        /client/v4/user/organizations?name=xxxxxxxxxxxxxxxx…
        error cloudflare.9103: asked for by the request; na…
`,
    )
  })

  test('is one line and its reason in 120 columns', () => {
    expect(requestText(entry, 120)).toBe(
      `#12     10:20:30.405  403  GET   cloudflare  -           /client/v4/user/organizations?name=${'x'.repeat(27)}…
        error cloudflare.9103: asked for by the request; name is masked
`,
    )
  })

  test('has no control characters, and is whole where there is no terminal', () => {
    expect(requestText(entry, undefined)).toContain(`${'x'.repeat(80)} [31m\n`)
    expect(requestText({}, undefined)).toMatch(/^# +-\s+$/)
  })
})
