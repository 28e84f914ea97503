import { fileURLToPath } from 'node:url'
import request from 'supertest'
import { expect, test } from 'vitest'
import { createMockApp, runContracts, startMockServer } from '../../src/compose/index.ts'

const providerDirectories = [fileURLToPath(new URL('../fixtures/acme/', import.meta.url))]

test('a provider from a directory of its own is served beside the others', async () => {
  const server = await startMockServer({ providerDirectories, count: 23 })
  try {
    expect(server.providers.map(({ id }) => id).toSorted()).toEqual([
      'acme',
      'cekura',
      'cloudflare',
      'cradl',
      'nirvana',
    ])
    const acme = server.providers.find(({ id }) => id === 'acme')
    expect(acme?.operationUrl).toBe(`${server.url}/api.acme.example/v2/orgs`)
    const login = `${acme?.credentials['user']}:${acme?.credentials['password']}`
    const headers = { authorization: `Basic ${Buffer.from(login).toString('base64')}` }
    const ids: string[] = []
    for (let offset = 0, more = true; more; offset += 10) {
      const response = await fetch(`${acme?.operationUrl}?offset=${offset}`, { headers })
      const page = (await response.json()) as { data: { id: string }[]; paging: { has_more: boolean } }
      ids.push(...page.data.map(({ id }) => id))
      more = page.paging.has_more
    }
    expect(ids).toHaveLength(23)
    expect(new Set(ids).size).toBe(23)
  } finally {
    await server.close()
  }
})

test('it refuses in its own words', async () => {
  const app = await createMockApp({ providerDirectories, only: ['acme'] })
  const response = await request(app).get('/v2/orgs')
  expect(response.status).toBe(401)
  expect(response.headers['www-authenticate']).toMatch(/^Basic/)
})

test('its contract is checked, and kept', async () => {
  const report = await runContracts({ providers: ['acme'], providerDirectories })
  const findings = report.providers.flatMap(({ scenarios }) => scenarios.flatMap((scenario) => scenario.findings))
  expect(findings).toEqual([])
  expect(report.providers.map(({ provider, verdict }) => [provider, verdict])).toEqual([['acme', 'kept']])
})
