import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { ask } from '../support/http.ts'

// Only the list of organizations is served. Who asks for another endpoint of the same host gets the provider's own words, and learns why
// from the journal.

let server: MockServer
beforeAll(async () => {
  server = await startMockServer()
})
afterAll(() => server.close())

test.each([
  ['cekura', '/api.cekura.ai/user/me/', 404, 'GET /user/organizations/'],
  ['cloudflare', '/api.cloudflare.com/client/v4/user', 404, 'GET /client/v4/user/organizations'],
  ['cradl', '/api.cradl.ai/v1/organizations/me', 403, 'GET /v1/organizations'],
  ['nirvana', '/api.nirvanalabs.io/v1/projects', 404, 'GET /v1/organizations'],
])('the journal says of a neighbour of the list of %s what is served', async (provider, path, status, list) => {
  expect((await ask(server.url, path)).status).toBe(status)
  const seen = (await server.requests({ provider })).at(-1)
  expect(seen?.note).toBe(`only the list is served here: ${list}`)
})

test('an error that was asked for on the list itself gets no such note', async () => {
  await ask(server.url, '/api.cradl.ai/v1/organizations?__error=not_found')
  expect((await server.requests({ provider: 'cradl' })).at(-1)?.note).toBeUndefined()
})

test('the page of a gone API is the edge of Cloudflare’s own, with its ray', async () => {
  const { apiEmail = '', apiKey = '' } = server.credentials('cloudflare')
  const answer = await ask(server.url, '/api.cloudflare.com/client/v4/user/organizations?__fault=bad-gateway', {
    headers: { 'X-Auth-Email': apiEmail, 'X-Auth-Key': apiKey },
  })
  expect(answer.status).toBe(502)
  expect(answer.header('content-type')).toBe('text/html')
  expect(answer.header('server')).toBe('cloudflare')
  expect(answer.header('cf-ray')).toMatch(/^[0-9a-f]{16}-[A-Z]{3}$/)
  expect(String(answer.text)).toContain('<hr><center>cloudflare</center>')
})
