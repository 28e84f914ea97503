import { type MockServer, startMockServer } from 'orgmock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allOrganizations } from './organizations.ts'

let server: MockServer
let baseUrl: string

beforeAll(async () => {
  server = await startMockServer({ only: ['nirvana'], count: 250 })
  baseUrl = server.baseUrl('nirvana')
})

afterAll(() => server.close())

test('follows the cursor to the last page', async () => {
  const organizations = await allOrganizations(baseUrl, server.credentials('nirvana').apiKey)
  expect(new Set(organizations.map(({ id }) => id)).size).toBe(250)
})

test('says what a refused key leads to', async () => {
  await expect(allOrganizations(baseUrl, 'wrong')).rejects.toThrow('Nirvana Labs answered 401')
})

test('gives up when the provider does, on an account of its own', async () => {
  const { tenant, credentials } = server.tenant({ provider: 'nirvana', faults: [{ code: 500, after: 1 }] })
  await expect(allOrganizations(baseUrl, credentials.apiKey)).rejects.toThrow('Nirvana Labs answered 500')
  expect(server.requests({ tenant }).map(({ answer }) => answer.status)).toEqual([200, 500])
})
