import http from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forwarder, startProxy } from '../../src/self-test/proxy.ts'
import type { Mutation, ProxiedRequest } from '../../src/self-test/types.ts'

let origin = ''
const heard: { method: string | undefined; url: string | undefined; headers: readonly string[]; body: string }[] = []
const server = http.createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  heard.push({
    method: request.method,
    url: request.url,
    headers: request.rawHeaders,
    body: Buffer.concat(chunks).toString(),
  })
  response.writeHead(207, ['X-One', '1', 'x-one', '2', 'Content-Type', 'text/plain', 'Content-Length', '5'])
  response.end('hello')
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
})
afterAll(() => server.close())

/** Sends bytes and gives everything that comes back, until the end or until nothing more comes. */
function spoken(to: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(to).port), '127.0.0.1')
    let text = ''
    socket.setTimeout(300, () => socket.destroy())
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
    socket.write(bytes)
  })
}

async function through(mutation: Mutation, bytes: string): Promise<string> {
  const { forward, close } = forwarder(origin)
  const proxy = await startProxy(mutation, forward)
  try {
    return await spoken(proxy.origin, bytes)
  } finally {
    proxy.close()
    close()
  }
}

const head = 'Host: proxy\r\nX-Key: secret\r\nx-key: other\r\n'

test('passes a request and its reply on as they are, names and repeated headers included', async () => {
  let seen: ProxiedRequest | undefined
  const mutation: Mutation = (request, forward) => {
    seen = request
    return forward(request)
  }
  const answer = await through(
    mutation,
    `POST /host.example/a//b?x=1&y HTTP/1.1\r\n${head}Content-Length: 3\r\n\r\nabc`,
  )
  expect(seen).toMatchObject({ method: 'POST', host: 'host.example', path: '/a//b', query: 'x=1&y' })
  expect(heard.at(-1)).toMatchObject({ method: 'POST', url: '/host.example/a//b?x=1&y', body: 'abc' })
  expect(heard.at(-1)?.headers.join('\n')).toContain('X-Key\nsecret\nx-key\nother')
  expect(answer).toMatch(/^HTTP\/1\.1 207 Multi-Status\r\n/)
  expect(answer).toContain('X-One: 1\r\nx-one: 2\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n')
  expect(answer).toMatch(/\r\n\r\nhello$/)
})

test('keeps the length that a HEAD states', async () => {
  const answer = await through((request, forward) => forward(request), `HEAD /h/ HTTP/1.1\r\n${head}\r\n`)
  expect(answer).toContain('Content-Length: 5\r\n')
  expect(answer).toMatch(/\r\n\r\n$/)
})

test.each([
  ['a length that is too large', { contentLength: 9 }, /Content-Length: 9\r\n.*\r\n\r\nhello$/s],
  ['bytes behind the end', { trailer: Buffer.from('!!') }, /Content-Length: 5\r\n.*\r\n\r\nhello!!$/s],
  ['a body in chunks', { contentLength: null }, /Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n$/],
] as const)('writes %s', async (_what, change, expected) => {
  const mutation: Mutation = async (request, forward) => ({ ...(await forward(request)), ...change })
  expect(await through(mutation, `GET /h/ HTTP/1.1\r\n${head}\r\n`)).toMatch(expected)
})

test('writes a body after HEAD when it is told to', async () => {
  const mutation: Mutation = async (request, forward) => ({ ...(await forward(request)), trailer: Buffer.from('body') })
  expect(await through(mutation, `HEAD /h/ HTTP/1.1\r\n${head}\r\n`)).toMatch(/\r\n\r\nbody$/)
})

test('breaks the connection when a mutation fails', async () => {
  const answer = await through(() => Promise.reject(new Error('a mistake')), `GET /h/ HTTP/1.1\r\n${head}\r\n`)
  expect(answer).toBe('')
})
