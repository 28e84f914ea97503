import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../../src/compose/index.ts'
import { speak } from '../../support/http.ts'

// Requests about whose end two readers may disagree, or that node reads otherwise than RFC 9112 says; behind each stands one that
// nobody may answer. Found by npm run fuzz.

let server: MockServer

beforeAll(async () => {
  server = await startMockServer({ port: 0 })
})

afterAll(() => server.close())

const hidden = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'
const statuses = async (bytes: string) => (await speak(server.url, bytes + hidden)).map(({ status }) => status)

describe('is refused, and nothing behind it is answered:', () => {
  test.each([
    ['more than one Host', 400, 'GET /healthz HTTP/1.1\r\nHost: a\r\nhost: api.cekura.ai\r\n\r\n'],
    ['the same Host twice', 400, 'GET /healthz HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n'],
    ['an empty transfer coding', 400, 'POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n0\r\n\r\n'],
    [
      'an empty transfer coding beside a length',
      400,
      'POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\nContent-Length: 5\r\n\r\n0\r\n\r\n',
    ],
    [
      'a coding that is not chunked, with GET',
      400,
      'GET /healthz HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n',
    ],
    ['a request of HTTP/0.9', 505, 'GET /healthz\r\n\r\n'],
    ['a version 0.9', 505, 'GET /healthz HTTP/0.9\r\nHost: a\r\n\r\n'],
    ['a version 2.0', 505, 'GET /healthz HTTP/2.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n'],
  ])('%s', async (_, status, bytes) => {
    expect(await statuses(bytes)).toEqual([status])
  })
})

describe('is answered as the last one of its connection:', () => {
  test.each([
    [
      'chunks in HTTP/1.0',
      404,
      'POST /x HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['Connection: close with a tab', 200, 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\t\r\n\r\n'],
    [
      'another protocol that is offered',
      200,
      'GET /healthz HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    ],
  ])('%s', async (_, status, bytes) => {
    expect(await statuses(bytes)).toEqual([status])
  })
})
