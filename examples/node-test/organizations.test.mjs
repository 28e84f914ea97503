import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startMockServer } from 'orgmock'
import { cradl } from './organizations.mjs'

let server
let account

before(async () => {
  server = await startMockServer({ only: ['cradl'], count: 250 })
  const [{ tokenUrl }] = server.providers
  account = { baseUrl: server.baseUrl('cradl'), tokenUrl, ...server.credentials('cradl') }
})

after(() => server.close())

test('follows nextToken to the last page', async () => {
  const client = await cradl(account)
  const ids = (await client.organizations()).map(({ organizationId }) => organizationId)
  assert.equal(new Set(ids).size, 250)
})

test('tells a wrong secret from no organizations', async () => {
  await assert.rejects(cradl({ ...account, clientSecret: 'wrong' }), { message: 'no token from Cradl: invalid_client' })
})
