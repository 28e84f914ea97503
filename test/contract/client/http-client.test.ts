import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { generate } from 'selfsigned'
import { expect, onTestFinished, test } from 'vitest'
import { createRedactor } from '../../../src/contract/client/secret-redactor.ts'
import { badServer, clientOf, failureOf, saying } from './bad-server.ts'

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'

test('sends exactly the path, the query and the headers, and reports them', async () => {
  const server = await badServer(saying(ok))
  const client = clientOf(`${server.url}/api.cloudflare.com/`)
  const sent = await client.send({
    path: '/client//v4/../a%2Fb',
    query: 'name=%20&x',
    headers: { 'X-Auth-KEY': 'a', 'x-empty': '', accept: '*/*' },
  })
  expect(server.heard[0]?.text).toBe(
    [
      'GET /api.cloudflare.com/client//v4/../a%2Fb?name=%20&x HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      'Accept-Encoding: identity',
      'User-Agent: orgmock',
      'X-Auth-KEY: a',
      'x-empty: ',
      'accept: */*',
      '',
      '',
    ].join('\r\n'),
  )
  expect(sent.request).toEqual({
    method: 'GET',
    url: `${server.url}/api.cloudflare.com/client//v4/../a%2Fb?name=%20&x`,
    headers: [
      ['Accept-Encoding', 'identity'],
      ['User-Agent', 'orgmock'],
      ['X-Auth-KEY', 'a'],
      ['x-empty', ''],
      ['accept', '*/*'],
    ],
  })
})

test('sends a body with its length in bytes, with any method', async () => {
  const server = await badServer(saying(ok))
  await clientOf(server.url).send({ method: 'GET', path: '/', body: 'é', headers: { 'Content-Type': 'text/plain' } })
  expect(server.heard[0]?.text.split('\r\n').slice(-4)).toEqual([
    'Content-Type: text/plain',
    'Content-Length: 2',
    '',
    Buffer.from('é').toString('latin1'),
  ])
})

test('gives headers as they came, repeated ones apart', async () => {
  const server = await badServer(
    saying('HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\nCF-Ray: \xe9\r\nContent-Length: 0\r\n\r\n'),
  )
  const { response } = await clientOf(server.url).send({ path: '/' })
  expect(response.headers.slice(0, 2)).toEqual([
    ['X-A', '1'],
    ['x-a', '2'],
  ])
  expect(response.header('x-a')).toBe('1')
  expect(response.header('x-b')).toBeUndefined()
})

test('uses one connection for many requests', async () => {
  const server = await badServer(saying(ok))
  const client = clientOf(server.url)
  for (let count = 0; count < 5; count++) await client.send({ path: '/' })
  expect(server).toMatchObject({ connections: 1, heard: { length: 5 } })
  expect(client.requestsMade).toBe(5)
})

test('sends one request at a time, whoever asks', async () => {
  let open = 0
  let most = 0
  const server = await badServer((socket) => {
    open += 1
    most = Math.max(most, open)
    setTimeout(() => {
      open -= 1
      socket.write(ok)
    }, 5)
  })
  const client = clientOf(server.url)
  await Promise.all([1, 2, 3, 4].map(() => client.send({ path: '/' })))
  expect({ most, heard: server.heard.length }).toEqual({ most: 1, heard: 4 })
})

test.each([
  ['closes', (socket: Socket) => socket.end()],
  ['resets', (socket: Socket) => socket.resetAndDestroy()],
])('sends again on a new connection when the server %s the kept one', async (_, leave) => {
  const server = await badServer((socket, { number }) => {
    if (number === 1) leave(socket)
    else socket.write(ok)
  })
  const client = clientOf(server.url)
  await client.send({ path: '/' })
  expect((await client.send({ path: '/' })).response.status).toBe(200)
  expect({ connections: server.connections, made: client.requestsMade }).toEqual({ connections: 2, made: 3 })
})

test('does not go over the budget for a request that has to be sent again', async () => {
  const server = await badServer((socket, { number }) => {
    if (number === 1) socket.end()
    else socket.write(ok)
  })
  const client = clientOf(server.url, { maxRequests: 2 })
  await client.send({ path: '/' })
  expect((await failureOf(client.send({ path: '/' }))).code).toBe('BUDGET')
  expect(server.heard).toHaveLength(2)
})

test('does not even connect without a budget', async () => {
  const server = await badServer(saying(ok))
  expect((await failureOf(clientOf(server.url, { maxRequests: 0 }).send({ path: '/' }))).code).toBe('BUDGET')
  expect(server.connections).toBe(0)
})

test.each([
  ['surplus', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}{}'],
  ['unreadable chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n'],
  ['an announced end that does not come', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}'],
])('does not use a connection again after %s', async (_, text) => {
  const server = await badServer((socket, { number }) => socket.write(number === 0 ? text : ok))
  const client = clientOf(server.url)
  await client.send({ path: '/' })
  expect((await client.send({ path: '/' })).response).toMatchObject({ status: 200, complete: true, surplusBytes: 0 })
  expect(server.connections).toBe(2)
})

test('drops a kept connection on which something comes unasked', async () => {
  let kept: Socket | undefined
  const server = await badServer((socket) => {
    kept = socket
    socket.write(ok)
  })
  const client = clientOf(server.url)
  await client.send({ path: '/' })
  await new Promise<void>((resolve) => kept?.write('HTTP/1.1 500 Late\r\n\r\n', () => resolve()))
  // The bytes are on their way: any time passes the loop's turn in which they are read.
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect((await client.send({ path: '/' })).response.status).toBe(200)
  expect(server.connections).toBe(2)
})

test.each([
  ['a length too long', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a"', { complete: false, surplusBytes: 0 }],
  ['no last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"a"', { complete: false }],
  ['a length too short', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{"a":1}', { complete: true, surplusBytes: 3 }],
  ['a right length', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{"a"', { complete: true, surplusBytes: 0 }],
])('sees %s', async (_, text, seen) => {
  const server = await badServer((socket) => socket.end(text))
  const { response } = await clientOf(server.url).send({ path: '/' })
  expect(response).toMatchObject(seen)
  expect(response.body.toString()).toBe('{"a"')
})

test('sees a body that breaks off with a reset', async () => {
  const server = await badServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a"')
    setTimeout(() => socket.resetAndDestroy(), 20)
  })
  const { response } = await clientOf(server.url).send({ path: '/' })
  expect(response).toMatchObject({ status: 200, complete: false })
})

test.each([
  ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n'],
  ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['GET', 'HTTP/1.1 304 Not Modified\r\n\r\n'],
])('sees a body where none belongs, also in a packet of its own: %s, %s', async (method, head) => {
  const server = await badServer((socket) => {
    socket.write(head)
    setTimeout(() => socket.write('{}'), 5)
  })
  const { response } = await clientOf(server.url).send({ method, path: '/' })
  expect(response).toMatchObject({ complete: true, surplusBytes: 2 })
  expect(response.body).toHaveLength(0)
})

test('sees what comes behind the body before an announced end of the connection', async () => {
  const server = await badServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}')
    setTimeout(() => socket.end('late'), 15)
  })
  const { response } = await clientOf(server.url).send({ path: '/' })
  expect(response).toMatchObject({ complete: true, surplusBytes: 4 })
})

test('takes a redirect for an answer and follows none', async () => {
  const server = await badServer(
    saying('HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n'),
  )
  const { response } = await clientOf(server.url).send({ path: '/' })
  expect([response.status, response.header('location'), server.heard.length]).toEqual([
    302,
    'http://elsewhere.example/',
    1,
  ])
})

test.each([
  ['before the head', '', 'did not answer within 0.4 s'],
  ['within the head', 'HTTP/1.1 200 OK\r\nContent-', 'did not finish the head of its answer within 0.4 s'],
  [
    'within the body',
    'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a"',
    'did not finish its answer within 0.4 s: 4 of 9 bytes of the body came',
  ],
  [
    'within the chunks',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n',
    'did not finish its answer within 0.4 s: 2 bytes of the body came',
  ],
])('does not wait for ever for a server that hangs %s', async (_, text, what) => {
  const server = await badServer((socket) => {
    if (text !== '') socket.write(text)
  })
  expect(await failureOf(clientOf(server.url, { timeoutMs: 400 }).send({ path: '/' }))).toEqual({
    code: 'TIMEOUT',
    message: `${server.url} ${what}`,
  })
})

test('counts the time as a whole: a drip does not prolong it', async () => {
  const server = await badServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    const drip = setInterval(() => socket.write('x'), 10)
    socket.on('close', () => clearInterval(drip))
  })
  const startedAt = performance.now()
  expect((await failureOf(clientOf(server.url, { timeoutMs: 400 }).send({ path: '/' }))).code).toBe('TIMEOUT')
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})

test('refuses a body of 100 MB, announced or not, in bounded memory', async () => {
  const block = Buffer.alloc(1024 * 1024, 'x')
  let sentBytes = 0
  const server = await badServer((socket, { text }) => {
    socket.write(`HTTP/1.1 200 OK\r\n${text.includes('/announced') ? 'Content-Length: 104857600\r\n' : ''}\r\n`)
    const pump = () => {
      while (sentBytes < 104_857_600 && !socket.destroyed) {
        sentBytes += block.length
        if (!socket.write(block)) {
          socket.once('drain', pump)
          return
        }
      }
    }
    pump()
  })
  const client = clientOf(server.url)
  const before = process.memoryUsage().rss
  const message = 'more than 16777216 bytes are not read of a 200'
  expect(await failureOf(client.send({ path: '/announced' }))).toEqual({
    code: 'TOO_LARGE',
    message: `${server.url} announces a body of 104857600 bytes; ${message}`,
  })
  sentBytes = 0
  expect(await failureOf(client.send({ path: '/unannounced' }))).toEqual({
    code: 'TOO_LARGE',
    message: `${server.url} sends a larger body; ${message}`,
  })
  expect(sentBytes).toBeLessThan(64 * 1024 * 1024)
  expect(process.memoryUsage().rss - before).toBeLessThan(90 * 1024 * 1024)
})

test('reads less of an error than of a success', async () => {
  const server = await badServer((socket, { text }) => {
    const status = text.includes('/404') ? '404 Not Found' : '200 OK'
    socket.end(`HTTP/1.1 ${status}\r\n\r\n${'x'.repeat(1_048_577)}`)
  })
  const client = clientOf(server.url)
  expect((await client.send({ path: '/200' })).response.body).toHaveLength(1_048_577)
  expect((await failureOf(client.send({ path: '/404' }))).code).toBe('TOO_LARGE')
})

test('says that nothing listens at a closed port', async () => {
  const server = await badServer(() => undefined)
  // Port 9 of the loopback: nobody serves "discard" here.
  expect(await failureOf(clientOf('http://127.0.0.1:9').send({ path: '/' }))).toEqual({
    code: 'UNREACHABLE',
    message: 'nothing listens at http://127.0.0.1:9 (ECONNREFUSED)',
  })
  expect(server.heard).toEqual([])
})

test('says that a name does not exist', async () => {
  const failure = await failureOf(clientOf('http://orgmock.invalid').send({ path: '/' }))
  expect(failure.code).toBe('UNREACHABLE')
  expect(failure.message).toMatch(/http:\/\/orgmock\.invalid \((ENOTFOUND|EAI_AGAIN)\)$/)
})

test.each([
  ['closes', (socket: { end(): void }) => socket.end()],
  ['resets', (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy()],
])('says that the server %s without an answer', async (_, answer) => {
  const server = await badServer(answer)
  const failure = await failureOf(clientOf(server.url).send({ path: '/' }))
  expect(failure.code).toBe('UNREACHABLE')
  expect(failure.message).toContain(server.url)
  expect(failure.message).not.toMatch(/\n| at /)
})

test.each(['SSH-2.0-OpenSSH_9.6\r\n', '<!doctype html><p>hello', 'HTTP/1.1 OK\r\n\r\n', '\x00\x00\x12\x04\x00'])(
  'says that %j is no HTTP',
  async (text) => {
    const server = await badServer(saying(text))
    expect((await failureOf(clientOf(server.url).send({ path: '/' }))).code).toBe('NOT_HTTP')
  },
)

test('says that a server behind an https URL speaks no TLS', async () => {
  const server = await badServer(saying('HTTP/1.1 400 Bad Request\r\n\r\n'))
  const url = server.url.replace('http:', 'https:')
  expect(await failureOf(clientOf(url).send({ path: '/' }))).toEqual({
    code: 'NOT_HTTP',
    message: `${url} does not speak TLS: its URL may have to begin with http://`,
  })
})

test('says that a server closes during the TLS handshake', async () => {
  const server = await badServer((socket) => socket.end())
  const url = server.url.replace('http:', 'https:')
  const failure = await failureOf(clientOf(url).send({ path: '/' }))
  expect(failure.code).toBe('TLS')
  expect(failure.message).toBe(`${url} breaks the connection off during the TLS handshake (ECONNRESET)`)
})

test('says that a handshake which never ends is no connection', async () => {
  const server = await badServer(() => undefined)
  const url = server.url.replace('http:', 'https:')
  expect(await failureOf(clientOf(url, { timeoutMs: 100 }).send({ path: '/' }))).toEqual({
    code: 'TIMEOUT',
    message: `no connection to ${url} within 0.1 s`,
  })
})

async function tlsServer() {
  const made = await generate([{ name: 'commonName', value: 'x' }], { algorithm: 'sha256', keyType: 'ec' })
  const heard: string[] = []
  const server = createTlsServer({ cert: made.cert, key: made.private }, (request, response) => {
    heard.push(request.url ?? '')
    response.end('{}')
  })
  server.on('connection', (socket) => socket.on('error', () => undefined))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, heard }
}

test('sends nothing to a server whose certificate it does not trust', async () => {
  const { host, heard } = await tlsServer()
  expect(await failureOf(clientOf(`https://${host}`).send({ path: '/', headers: { 'X-Auth-Key': 'k' } }))).toEqual({
    code: 'TLS',
    message: `the certificate of https://${host} is not accepted: it is signed by itself; if its authority is your own, name its PEM file with --ca (DEPTH_ZERO_SELF_SIGNED_CERT)`,
  })
  expect(heard).toEqual([])
})

test('says that a server behind an http URL speaks TLS', async () => {
  const { host } = await tlsServer()
  const failure = await failureOf(clientOf(`http://${host}`).send({ path: '/' }))
  expect(['NOT_HTTP', 'UNREACHABLE']).toContain(failure.code)
  expect(failure.message).toContain('speaks TLS')
})

test('stops at once when interrupted, in an answer as in a wait', async () => {
  const server = await badServer((socket, { text }) => {
    if (text.includes('/wait')) socket.write('HTTP/1.1 429 Slow\r\nRetry-After: 4\r\nContent-Length: 0\r\n\r\n')
  })
  for (const path of ['/hang', '/wait']) {
    const controller = new AbortController()
    const client = clientOf(server.url, { signal: controller.signal, retries: 2 })
    setTimeout(() => controller.abort(), 50)
    const startedAt = performance.now()
    const failures = await Promise.all([failureOf(client.send({ path })), failureOf(client.send({ path: '/next' }))])
    expect(failures.map(({ code }) => code)).toEqual(['INTERRUPTED', 'INTERRUPTED'])
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  }
  expect(server.heard.filter(({ text }) => text.includes('/next'))).toEqual([])
})

test.each([
  [{ path: '/a b' }, 'the path or the query has a character that must be percent-encoded'],
  [{ path: '/', query: 'é' }, 'the path or the query has a character that must be percent-encoded'],
  [{ path: '/a\r\nX: y' }, 'the path or the query has a character that must be percent-encoded'],
  [{ path: '@evil.example/' }, 'a path must begin with a slash'],
  [{ path: '/', method: 'GET /x' }, 'the method is no word that HTTP can carry'],
  [{ path: '/', headers: { 'a:b': 'x' } }, 'the name of a header is no word that HTTP can carry'],
  [
    { path: '/', headers: { 'X-Auth-Key': 'secret\nX: y' } },
    'the value for the header X-Auth-Key has a character that HTTP cannot carry; does a credential hold a line break?',
  ],
])('refuses to send what HTTP cannot carry: %j', async (request, message) => {
  const server = await badServer(saying(ok))
  expect(await failureOf(clientOf(server.url).send(request))).toEqual({ code: 'NOT_ALLOWED', message })
  expect(server.heard).toEqual([])
})

test.each([
  ['not a URL', 'the target is no http:// or https:// URL'],
  ['ftp://x.example', 'the target is no http:// or https:// URL'],
  ['http://user@x.example', 'the URL of the target x.example has more than a host and a path'],
  ['http://:password@x.example', 'the URL of the target x.example has more than a host and a path'],
  ['http://user:password@x.example', 'the URL of the target x.example has more than a host and a path'],
  ['http://x.example/?key=1', 'the URL of the target x.example has more than a host and a path'],
])('refuses the root %s', async (root, message) => {
  expect(await failureOf(clientOf(root).send({ path: '/' }))).toEqual({ code: 'NOT_ALLOWED', message })
})

test('scrubs what a server echoes, an altered credential too', async () => {
  const echo = (body: string) => `HTTP/1.1 400 No\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const server = await badServer((socket, { text }) => socket.write(echo(/x-auth-key: (.*)\r/i.exec(text)?.[1] ?? '')))
  const secrets = createRedactor(['144c9defac04969c7bfad8efaa8ea194'])
  const client = clientOf(server.url, { secrets })
  for (const key of ['144c9defac04969c7bfad8efaa8ea194', '144c9defac04969c7bfad8efaa8ea195']) {
    const { response } = await client.send({ path: '/', headers: { 'X-Auth-Key': key }, expectsErrors: true })
    expect(secrets.excerpt(response.body, 2_048)).toBe('[REDACTED]')
  }
})

/** Answers with a body in a coding. */
function coded(coding: string, body: Buffer, status = '200 OK'): Promise<{ url: string }> {
  const head = `HTTP/1.1 ${status}\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`
  return badServer((socket) => socket.write(Buffer.concat([Buffer.from(head), body])))
}

test.each([
  ['gzip', gzipSync('[1]')],
  ['X-GZIP', gzipSync('[1]')],
  ['deflate', deflateSync('[1]')],
  ['br', brotliCompressSync('[1]')],
  ['gzip, br', brotliCompressSync(gzipSync('[1]'))],
])('decodes a body that comes as %s', async (coding, body) => {
  const { response } = await clientOf((await coded(coding, body)).url).send({ path: '/' })
  expect(response.body.toString()).toBe('[1]')
  expect(response).toMatchObject({ complete: true, encodedBytes: body.length })
})

test.each([
  ['gzip', Buffer.from('[1]')],
  ['gzip', gzipSync('[1]').subarray(0, 12)],
  ['unheard-of', Buffer.from('[1]')],
  ['gzip, gzip, gzip, gzip', gzipSync(gzipSync(gzipSync(gzipSync('[1]'))))],
])('leaves a body as it is that says %s and cannot be decoded', async (coding, body) => {
  const { response } = await clientOf((await coded(coding, body)).url).send({ path: '/' })
  expect(response.body).toEqual(body)
  expect(response.encodedBytes).toBeUndefined()
})

test('decodes no more than it would read, of an error less', async () => {
  const before = process.memoryUsage().rss
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
  expect(await failureOf(clientOf((await coded('gzip', bomb)).url).send({ path: '/' }))).toEqual({
    code: 'TOO_LARGE',
    message: `a body of ${bomb.length} bytes is more than 16777216 when it is decoded, which are not read`,
  })
  const twice = gzipSync(gzipSync(Buffer.alloc(2 * 1024 * 1024)))
  const { url } = await coded('gzip, gzip', twice, '404 Not Found')
  expect(await failureOf(clientOf(url).send({ path: '/' }))).toMatchObject({ code: 'TOO_LARGE' })
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024)
})
