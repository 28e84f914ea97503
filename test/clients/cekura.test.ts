import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'

let server: MockServer
beforeAll(async () => {
  server = await startMockServer({ only: ['cekura'] })
})
afterAll(() => server.close())

test('fetch gets the whole list with the documented curl’s header', async () => {
  const { operationUrl = '', env = {} } = server.providers[0] ?? {}
  const response = await fetch(operationUrl, { headers: { 'X-CEKURA-API-KEY': env['CEKURA_API_KEY'] ?? '' } })
  const list = (await response.json()) as { id: number }[]
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(new Set(list.map(({ id }) => id)).size).toBe(127)
})

test('fetch follows the redirect to the final slash and keeps the query', async () => {
  const { baseUrl = '', env = {} } = server.providers[0] ?? {}
  const headers = { 'X-CEKURA-API-KEY': env['CEKURA_API_KEY'] ?? '' }
  const response = await fetch(`${baseUrl}/user/organizations?search=x`, { headers })
  expect(response.redirected).toBe(true)
  expect(response.url).toBe(`${baseUrl}/user/organizations/?search=x`)
  expect(response.status).toBe(200)
})
