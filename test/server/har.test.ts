import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import fc from 'fast-check'
import type { Har } from 'har-format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JournalEntry, type MockServer, startMockServer } from '../../src/compose/index.ts'
import { ask, speakOnce } from '../support/http.ts'

// The journal as an HTTP Archive, judged by the schemas of har-schema, and what its entries say was decided.

const nirvana = '/api.nirvanalabs.io/v1/organizations'
const cloudflare = '/api.cloudflare.com/client/v4/user/organizations'
let server: MockServer
let isArchive: (value: unknown) => string

beforeAll(async () => {
  server = await startMockServer({ count: 45 })
  isArchive = archiveJudge()
})
afterAll(() => server.close())

/** Gives what is wrong with an archive; empty for a good one. */
function archiveJudge(): (value: unknown) => string {
  const require = createRequire(import.meta.url)
  const folder = path.join(path.dirname(require.resolve('har-schema/package.json')), 'lib')
  const ajv = new Ajv({ strict: false })
  formats.default(ajv)
  ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'))
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    ajv.addSchema(JSON.parse(readFileSync(path.join(folder, name), 'utf8')), name)
  }
  const judge = ajv.getSchema('har.json')
  if (judge === undefined) throw new Error('har-schema has no har.json')
  return (value) => (judge(value) === true ? '' : ajv.errorsText(judge.errors))
}

async function archive(query = ''): Promise<Har> {
  const answer = await ask(server.url, `/__admin/requests?format=har${query}`)
  expect([answer.status, answer.header('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
  return answer.json() as Har
}

async function send(target: string, headers: Readonly<Record<string, string>> = {}) {
  await ask(server.url, target, { headers })
  const { seq } = server.requests().at(-1) ?? {}
  const { log } = await archive(`&since=${(seq ?? 1) - 1}`)
  return { entry: log.entries[0], decided: server.requests().at(-1)?.decided }
}

const key = (tenant?: string) => {
  const made = tenant === undefined ? undefined : server.tenant({ provider: 'nirvana', tenant })
  const { apiKey } = made?.credentials ?? server.credentials('nirvana')
  return { Authorization: `Bearer ${apiKey}` }
}

test('an empty journal is an archive without entries', async () => {
  const empty = await archive('&since=999999')
  expect(empty.log).toEqual({ version: '1.2', creator: { name: 'orgmock', version: expect.any(String) }, entries: [] })
  expect(isArchive(empty)).toBe('')
})

test('an entry tells request and answer under the URL that this server serves', async () => {
  const { entry } = await send(`${nirvana}?limit=2&__delay=0.001`, key())
  expect(entry).toMatchObject({
    startedDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    request: {
      method: 'GET',
      url: `${server.url}${nirvana}?limit=2&__delay=0.001`,
      httpVersion: 'HTTP/1.1',
      queryString: [
        { name: 'limit', value: '2' },
        { name: '__delay', value: '0.001' },
      ],
      bodySize: 0,
    },
    response: { status: 200, statusText: 'OK', redirectURL: '', content: { mimeType: 'application/json' } },
    cache: {},
    _orgmock: { provider: 'nirvana', tenant: 'ordinary' },
  })
  const { wait } = entry?.timings ?? {}
  expect([entry?.time, (wait ?? 0) >= 1]).toEqual([wait, true])
  expect(entry?.response.content.size).toBe(Buffer.byteLength(entry?.response.content.text ?? ''))
})

test('a form that was sent is there, masked as in the journal, and so is every secret', async () => {
  const { clientId = '', clientSecret = '' } = server.credentials('cradl')
  await ask(server.url, '/auth.cradl.ai/oauth2/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: 'session=c00kie' },
    body: `grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}`,
  })
  const text = JSON.stringify(await archive())
  const { log } = JSON.parse(text) as Har
  expect(log.entries.at(-1)?.request.postData?.mimeType).toBe('application/x-www-form-urlencoded')
  expect(log.entries.at(-1)?.request.postData?.text).toMatch(/^grant_type=client_credentials&client_id=/)
  for (const secret of [clientSecret, 'c00kie', server.credentials('nirvana')['apiKey']])
    expect(text).not.toContain(secret)
  expect(isArchive(JSON.parse(text))).toBe('')
})

test('whatever a client sends makes an archive that the schema accepts and whose URLs can be read', async () => {
  const odd = fc.string({ unit: fc.constantFrom(...'%aA0[]#"<>\\^`{|}ÿ?&=+;/:@ ~-._!$\'(),*'), maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(odd, odd, odd, async (segment, query, header) => {
      const target = `${nirvana}${segment.replaceAll(/[ #]/g, '')}?${query.replaceAll(/[ #]/g, '')}`
      const line = `GET ${target} HTTP/1.1\r\nHost: localhost\r\nX-Odd: ${header}\r\nConnection: close\r\n\r\n`
      await speakOnce(server.url, Buffer.from(line, 'latin1'))
    }),
    { numRuns: 25 },
  )
  const all = await archive()
  expect(all.log.entries.length).toBeGreaterThan(15)
  expect(isArchive(all)).toBe('')
  for (const { request } of all.log.entries) expect(new URL(request.url).href).toBe(request.url)
})

test('filters and order hold for it too', async () => {
  await ask(server.url, nirvana)
  const { log } = await archive('&status=401&order=desc&limit=1')
  expect(log.entries.map(({ response }) => response.status)).toEqual([401])
})

describe('what was decided', () => {
  test('names the account and the page, never the credential', async () => {
    expect((await send(nirvana, key())).decided).toEqual({ credential: 'ordinary', page: 'items 1 to 20 of 45' })
    const { decided } = await send(`${nirvana}?limit=3`, key('count-3_mine'))
    expect(decided).toEqual({
      credential: 'count-3_mine',
      scenario: 'count-3: so many organizations',
      page: 'items 1 to 3 of 3, the last page',
    })
    expect((await send(nirvana, key('empty'))).decided).toMatchObject({ page: 'no item of 0' })
  })

  test('names the error that a request met by itself', async () => {
    expect((await send(nirvana)).decided).toEqual({ error: 'nirvana.missing_api_key' })
    expect((await send(`${nirvana}?limit=x`, key())).decided).toMatchObject({
      credential: 'ordinary',
      error: expect.stringMatching(/^nirvana\./),
    })
    const { 0: known } = server.requests({ limit: 1, order: 'desc' }) as [JournalEntry]
    const errors = (await ask(server.url, '/__admin/errors')).json() as { readonly id: string }[]
    expect(errors.map(({ id }) => id)).toContain(known.decided?.error)
  })

  test('says by whom trouble was made', async () => {
    expect((await send(cloudflare, { Prefer: 'error=cloudflare.9103' })).decided).toEqual({
      error: 'cloudflare.9103',
      fault: 'error cloudflare.9103: asked for by the request',
    })
    const flaky = key('flaky_mine')
    expect((await send(nirvana, flaky)).decided).toMatchObject({
      scenario: "flaky: every third request gets the provider's 500",
    })
    await ask(server.url, nirvana, { headers: flaky })
    expect((await send(nirvana, flaky)).decided?.fault).toMatch(/^error nirvana\.\w+: by the scenario flaky$/)
    await ask(server.url, '/__admin/faults', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"delayMs":1,"times":1}',
    })
    expect((await send(nirvana, key())).decided?.fault).toBe('held back 1 ms: by a fault rule')
  })
})
