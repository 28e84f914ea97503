import https from 'node:https'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type MockServer, type Report, startMockServer } from '../../src/compose/index.ts'
import { loadProviderSpec } from '../../src/spec/index.ts'
import { ask, type Question } from '../support/http.ts'
import { projectRoot } from '../support/project.ts'

// The contract and the documents, as the page asks the admin API for them.

const token = 'the-token-of-16-'
const bearer = { Authorization: `Bearer ${token}` }
let server: MockServer

beforeAll(async () => {
  server = await startMockServer({ adminToken: token, count: 3 })
})
afterAll(() => server.close())

interface State {
  readonly run: number
  readonly state: string
  readonly progress?: { readonly done: number; readonly of: number; readonly now: string }
  readonly report?: Report
  readonly error?: string
}

function send(method: string, path: string, body?: unknown, headers: Question['headers'] = bearer, at = server) {
  const json = body === undefined ? {} : { body: JSON.stringify(body) }
  return ask(at.url, path, { method, headers: { ...headers, 'Content-Type': 'application/json' }, ...json })
}

const state = async () => (await send('GET', '/__admin/contract')).json() as State

async function ended(): Promise<State> {
  await vi.waitFor(async () => expect((await state()).state).not.toBe('running'), { timeout: 25_000, interval: 100 })
  return state()
}

describe('the contract', () => {
  afterEach(async () => {
    await send('DELETE', '/__admin/contract')
    await ended()
  })

  test('has no report before its first run', async () => {
    const fresh = await startMockServer({ only: ['nirvana'] })
    expect((await ask(fresh.url, '/__admin/contract')).json()).toEqual({ run: 0, state: 'none' })
    expect((await ask(fresh.url, '/__admin/contract/report.html')).status).toBe(404)
    await fresh.close()
  })

  test('is run against this server: one run at a time, with its progress, and then a report', async () => {
    const begun = await send('POST', '/__admin/contract', { provider: 'nirvana' })
    const { run } = begun.json() as State
    expect(begun.status).toBe(202)
    const second = await send('POST', '/__admin/contract', {})
    expect([second.status, second.json()]).toEqual([409, { message: `run ${run} goes on: wait for it, or stop it` }])
    await vi.waitFor(async () => expect((await state()).progress?.now).toMatch(/^nirvana \w+\/[\w-]+$/), {
      timeout: 25_000,
      interval: 20,
    })
    const { report, progress, ...rest } = await ended()
    expect(rest).toEqual({ run, state: 'done' })
    expect(progress?.done).toBe(progress?.of)
    expect(report?.providers.map(({ provider, verdict }) => [provider, verdict])).toEqual([['nirvana', 'kept']])
    const page = await send('GET', '/__admin/contract/report.html')
    expect([page.header('content-type'), page.text.slice(0, 15)]).toEqual([
      'text/html; charset=utf-8',
      '<!doctype html>',
    ])
    expect(page.text).toContain('1 of 1 provider kept its contract')
    expect(JSON.stringify(report)).not.toContain(token)
  })

  test('is run by a client of the HTTPS listener too, whose certificate was made at start', async () => {
    await using secure = await startMockServer({ adminToken: token, only: ['nirvana'], count: 3, tls: {} })
    const asked = (method: string) =>
      new Promise<State>((resolve, reject) => {
        const request = https.request(
          `${secure.tlsUrl}/__admin/contract`,
          { method, headers: bearer, ca: secure.certificate, agent: false },
          async (response) => resolve(JSON.parse(Buffer.concat(await response.toArray()).toString()) as State),
        )
        request.on('error', reject).end()
      })
    expect(await asked('POST')).toEqual({ run: 1 })
    await vi.waitFor(async () => expect((await asked('GET')).state).toBe('done'), { timeout: 25_000, interval: 100 })
    expect((await asked('GET')).report?.providers.map(({ verdict }) => verdict)).toEqual(['kept'])
  })

  test('is stopped, and tells what was done until then', async () => {
    await send('POST', '/__admin/contract')
    await vi.waitFor(async () => expect((await state()).progress?.done).toBeGreaterThan(0), {
      timeout: 25_000,
      interval: 20,
    })
    expect((await send('DELETE', '/__admin/contract')).status).toBe(204)
    expect((await ended()).report?.interrupted).toBe(true)
  })

  test('is held against one provider at a base URL, as orgmock check --base-url does', async () => {
    const { baseUrl = '' } = server.providers.find(({ id }) => id === 'nirvana') ?? {}
    expect((await send('POST', '/__admin/contract', { provider: 'nirvana', baseUrl })).status).toBe(202)
    const { report } = await ended()
    // Its credentials are those of the environment, which has none.
    expect(report?.providers[0]).toMatchObject({
      verdict: 'not-checked',
      reason: expect.stringContaining('NIRVANA_LABS_API_KEY'),
    })
  })

  test.each(['file:///etc/passwd', 'nonsense', 'http://user:secret@127.0.0.1/'])(
    'fails with a base URL that is none: %s',
    async (baseUrl) => {
      await send('POST', '/__admin/contract', { provider: 'nirvana', baseUrl })
      const { state, error } = await ended()
      expect([state, error]).toEqual(['failed', expect.stringMatching(/^--base-url must be a URL such as/)])
      expect(error).not.toContain('secret')
    },
  )

  test('needs a provider for a base URL, and one that is served', async () => {
    const baseUrl = 'http://127.0.0.1:9'
    for (const body of [{ baseUrl }, { provider: 'acme' }, { provider: 'acme', baseUrl }, { target: 'live' }]) {
      expect([body, (await send('POST', '/__admin/contract', body)).status]).toEqual([body, 400])
    }
  })

  // The run sends what the environment of the server holds, and reaches what the server reaches.
  test.each<[who: string, headers: Question['headers']]>([
    ['a client of another host name', { ...bearer, Host: 'evil.example' }],
    ['a client behind a proxy', { ...bearer, 'X-Forwarded-For': '192.0.2.1' }],
    ['a page of another origin', { ...bearer, Origin: 'https://evil.example' }],
  ])('goes to no base URL for %s, token or not', async (_, headers) => {
    const body = { provider: 'nirvana', baseUrl: 'http://127.0.0.1:9' }
    const { status, text } = await send('POST', '/__admin/contract', body, headers)
    expect([status, text]).toEqual([
      403,
      expect.stringContaining('only for clients on this machine that have the admin token'),
    ])
  })

  test('goes to no base URL on a server without a token', async () => {
    const open = await startMockServer({ only: ['nirvana'] })
    const body = { provider: 'nirvana', baseUrl: 'http://127.0.0.1:9' }
    expect((await send('POST', '/__admin/contract', body, {}, open)).status).toBe(403)
    await open.close()
  })
})

describe('the documents', () => {
  test('are those of the providers that are served, in each of their forms', async () => {
    const few = await startMockServer({ only: ['cekura', 'cradl'] })
    const list = (await ask(few.url, '/__admin/documents')).json()
    const entry = (provider: string, form: string) => ({
      provider,
      form,
      href: `/__admin/documents/${provider}/${form}`,
    })
    expect(list).toEqual([
      ...['published', 'repaired', 'latest'].map((form) => entry('cekura', form)),
      ...['published', 'repaired'].map((form) => entry('cradl', form)),
    ])
    expect((await ask(few.url, '/__admin/documents/nirvana/published')).status).toBe(404)
    await few.close()
  })

  test('are the OpenAPI documents that orgmock specs show prints', async () => {
    const spec = await loadProviderSpec(path.join(projectRoot, 'specs'), 'cekura')
    const latest = await loadProviderSpec(path.join(projectRoot, 'specs'), 'cekura', 'latest')
    const read = async (form: string) => (await send('GET', `/__admin/documents/cekura/${form}`)).json()
    expect(await read('published')).toEqual(spec.published.document)
    expect(await read('repaired')).toEqual(spec.repaired.document)
    expect(await read('latest')).toEqual(latest.repaired.document)
  })

  test.each(['cradl/latest', 'cekura/__proto__', '__proto__/published', '..%2f..%2fpackage/published', 'cekura/x'])(
    'are a closed list: %s is none of them',
    async (name) => {
      expect((await send('GET', `/__admin/documents/${name}`)).status).toBe(404)
    },
  )
})
