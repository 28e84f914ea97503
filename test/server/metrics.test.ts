import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { ask, speakOnce } from '../support/http.ts'

let server: MockServer
let text: string

beforeAll(async () => {
  server = await startMockServer({ only: ['nirvana', 'cradl'] })
  const headers = { Authorization: `Bearer ${server.credentials('nirvana')['apiKey']}` }
  for (let i = 0; i < 3; i += 1) await ask(server.url, '/api.nirvanalabs.io/v1/organizations', { headers })
  await ask(server.url, '/api.nirvanalabs.io/v1/organizations?limit=0', { headers })
  await ask(server.url, '/api.nirvanalabs.io/v1/%6Frganizations', { method: 'HEAD', headers })
  await ask(server.url, '/api.nirvanalabs.io/secret-path?api_key=secret-key')
  await ask(server.url, '/api.nirvanalabs.io/v1/organizations', { method: 'REPORT' })
  await ask(server.url, '/auth.cradl.ai/oauth2/token', { method: 'POST' })
  await speakOnce(server.url, 'GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  text = (await ask(server.url, '/metrics')).text
})
afterAll(() => server.close())

function values(name: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
  return Object.fromEntries(
    lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  )
}

test('count requests by provider, route, method and status', () => {
  expect(values('orgmock_requests_total')).toEqual({
    '{provider="nirvana",route="operation",method="GET",status="200"}': 3,
    '{provider="nirvana",route="operation",method="GET",status="400"}': 1,
    '{provider="nirvana",route="operation",method="HEAD",status="200"}': 1,
    '{provider="nirvana",route="other",method="GET",status="404"}': 1,
    '{provider="nirvana",route="operation",method="OTHER",status="405"}': 1,
    '{provider="cradl",route="token",method="POST",status="400"}': 1,
  })
})

test('have a histogram of durations that adds up', () => {
  const buckets = values('orgmock_request_duration_seconds_bucket')
  expect(buckets['{provider="nirvana",route="operation",le="+Inf"}']).toBe(6)
  expect(values('orgmock_request_duration_seconds_count')).toEqual({
    '{provider="nirvana",route="operation"}': 6,
    '{provider="nirvana",route="other"}': 1,
    '{provider="cradl",route="token"}': 1,
  })
  const rising = Object.entries(buckets).flatMap(([labels, value]) => (labels.includes('"operation"') ? [value] : []))
  expect(rising).toEqual([...rising].sort((a, b) => a - b))
  expect(rising).toHaveLength(15)
})

test('tell of the journal, the tenants and the process', () => {
  expect(values('orgmock_journal_entries')).toEqual({ '': 8 })
  expect(values('orgmock_journal_bytes')['']).toBeGreaterThan(8_000)
  expect(values('orgmock_journal_dropped_total')).toEqual({ '': 0 })
  expect(values('orgmock_tenants')).toEqual({ '{provider="nirvana"}': 1, '{provider="cradl"}': 0 })
  expect(values('process_resident_memory_bytes')['']).toBeGreaterThan(1_000_000)
})

test.skipIf(process.platform !== 'linux')('keep the names under which dashboards look for them', () => {
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
  const lags = ['', '_min', '_max', '_mean', '_stddev', '_p50', '_p90', '_p99']
  expect(names).toEqual([
    'process_cpu_user_seconds_total',
    'process_cpu_system_seconds_total',
    'process_cpu_seconds_total',
    'process_start_time_seconds',
    'process_resident_memory_bytes',
    'process_virtual_memory_bytes',
    'process_heap_bytes',
    'process_open_fds',
    'process_max_fds',
    ...lags.map((lag) => `nodejs_eventloop_lag${lag}_seconds`),
    'nodejs_active_resources',
    'nodejs_active_resources_total',
    'nodejs_active_handles',
    'nodejs_active_handles_total',
    'nodejs_active_requests',
    'nodejs_active_requests_total',
    'nodejs_heap_size_total_bytes',
    'nodejs_heap_size_used_bytes',
    'nodejs_external_memory_bytes',
    'nodejs_heap_space_size_total_bytes',
    'nodejs_heap_space_size_used_bytes',
    'nodejs_heap_space_size_available_bytes',
    'nodejs_version_info',
    'nodejs_gc_duration_seconds',
    'orgmock_requests_total',
    'orgmock_request_duration_seconds',
    'orgmock_tenants',
    'orgmock_journal_entries',
    'orgmock_journal_bytes',
    'orgmock_journal_dropped_total',
    'orgmock_log_lines_dropped_total',
  ])
})

test('hold no path and no secret', () => {
  expect(text).not.toMatch(/secret|organizations|nowhere|REPORT/)
})

test('count on between two scrapes', async () => {
  await ask(server.url, '/auth.cradl.ai/oauth2/token', { method: 'POST' })
  text = (await ask(server.url, '/metrics')).text
  expect(values('orgmock_requests_total')['{provider="cradl",route="token",method="POST",status="400"}']).toBe(2)
})

test("are in Prometheus' text format", async () => {
  expect((await ask(server.url, '/metrics')).header('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
})

test('of two servers in one process share nothing', async () => {
  const other = await startMockServer({ only: ['cradl'], journal: false })
  const { text: told } = await ask(other.url, '/metrics')
  expect(told).not.toContain('orgmock_requests_total{')
  expect(told).not.toContain('orgmock_journal')
  await other.close()
})

test('come again after a scrape that failed', async () => {
  const cpuUsage = vi.spyOn(process, 'cpuUsage').mockImplementationOnce(() => {
    throw new Error('no figures now')
  })
  expect((await ask(server.url, '/metrics')).status).toBe(500)
  expect((await ask(server.url, '/metrics')).status).toBe(200)
  cpuUsage.mockRestore()
})
