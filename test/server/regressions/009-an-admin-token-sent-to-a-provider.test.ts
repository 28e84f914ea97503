import { pino } from 'pino'
import { expect, test } from 'vitest'
import { startMockServer } from '../../../src/compose/index.ts'
import { ask } from '../../support/http.ts'

// Of a client that sent the admin token to a provider, in a place where no credential belongs, the journal and the log told it.

test('is told by neither the journal nor the log', async () => {
  const adminToken = 'the-admin-token-of-this-test'
  const lines: string[] = []
  const logger = pino({ level: 'info' }, { write: (line) => lines.push(line) })
  await using server = await startMockServer({ port: 0, adminToken, logger })
  await ask(server.url, `/api.nirvanalabs.io/v1/${adminToken}?limit=${adminToken}`, {
    headers: { 'X-Odd': adminToken },
  })
  const { text } = await ask(server.url, '/__admin/requests', { headers: { Authorization: `Bearer ${adminToken}` } })
  expect(text).toContain(' characters, #')
  expect(text).not.toContain(adminToken)
  expect(lines.join('')).toContain(' characters, #')
  expect(lines.join('')).not.toContain(adminToken)
})
