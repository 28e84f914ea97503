import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../../src/compose/index.ts'
import { speakOnce } from '../../support/http.ts'

// A target with a fragment could leave the framework without a path, and it answered with a page of its own. Found by npm run fuzz.

let server: MockServer

beforeAll(async () => {
  server = await startMockServer({ port: 0 })
})

afterAll(() => server.close())

const get = (target: string) =>
  speakOnce(server.url, `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)

test.each(['//api.cekura.ai@evil.test#x', '//a@b#', '/nope#x', '/#', 'http://localhost/nope#x'])(
  '%s is a path that nobody serves, in JSON',
  async (target) => {
    const answer = await get(target)
    expect([answer.status, answer.header('content-type')]).toEqual([404, 'application/json; charset=utf-8'])
  },
)

test('the fragment is no part of the path', async () => {
  expect((await get('/healthz#x')).status).toBe(200)
})
