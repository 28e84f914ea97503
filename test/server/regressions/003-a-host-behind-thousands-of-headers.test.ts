import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../../src/compose/index.ts'
import { speakOnce } from '../../support/http.ts'

// node left out what stood behind the 2000th header: a Host there was said to be missing.

let server: MockServer

beforeAll(async () => {
  server = await startMockServer({ port: 0 })
})

afterAll(() => server.close())

test('a Host behind thousands of headers is seen', async () => {
  const answer = await speakOnce(
    server.url,
    `GET /client/v4/nope HTTP/1.1\r\n${'a:\r\n'.repeat(3000)}Host: api.cloudflare.com\r\nConnection: close\r\n\r\n`,
  )
  expect([answer.status, answer.header('server')]).toEqual([404, 'cloudflare'])
})
