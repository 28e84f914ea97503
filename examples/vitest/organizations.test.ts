import { type MockServer, startMockServer } from 'orgmock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allOrganizations } from './organizations.ts'

let server: MockServer
let baseUrl: string
let apiKey: string

beforeAll(async () => {
  server = await startMockServer({ only: ['nirvana'], count: 250 })
  const [nirvana] = server.providers
  baseUrl = nirvana?.baseUrl ?? ''
  apiKey = nirvana?.credentials.apiKey ?? ''
})

afterAll(() => server.close())

test('follows the cursor to the last page', async () => {
  const organizations = await allOrganizations(baseUrl, apiKey)
  expect(new Set(organizations.map(({ id }) => id)).size).toBe(250)
})

test('says what a refused key leads to', async () => {
  await expect(allOrganizations(baseUrl, 'wrong')).rejects.toThrow('Nirvana Labs answered 401')
})
